import { chooseBackend } from '@shared/engine/backendChoice'
import { usualSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { loadCompiled } from '../../../src/main/engine/compiled'

/** A process that chooses between the compiled backend and the interpreter, and prints what it says of them. */
const { reports } = await chooseBackend(
  [
    { name: 'wasm', load: async (settings) => loadCompiled(settings) },
    { name: 'reference', load: () => Promise.resolve(createReferenceBackend()) },
  ],
  usualSettings,
)
console.log(JSON.stringify(reports))
