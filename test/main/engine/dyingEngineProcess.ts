import { createEngine } from '@shared/engine/service'
import { usualSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import { createNodeHost } from '../../../src/main/engine/host'
import { parentPort } from '../../../src/main/engine/parent'
import { serveEngine } from '../../../src/main/engine/serve'

/** Built and forked by `crash.test.ts`: the real engine, whose card takes the whole process with it at its hundredth step. */

const FATAL = 100

function card(): Backend {
  const reference = createReferenceBackend()
  let steps = 0
  return {
    ...reference,
    name: 'card',
    prepare: async (program) => {
      const inner = await reference.prepare(program)
      return {
        program,
        write: inner.write.bind(inner),
        read: inner.read.bind(inner),
        dispose: inner.dispose.bind(inner),
        run: (extent) => {
          if (program.name === 'training step' && ++steps === FATAL) process.exit(9)
          return inner.run(extent)
        },
      }
    },
  }
}

const host = createNodeHost({
  version: '0.0.0-test',
  resources: '.',
  folder: '.',
  backends: [
    { name: 'home', load: () => Promise.resolve({ ...createReferenceBackend(), name: 'home' }) },
    { name: 'card', accelerator: true, load: () => Promise.resolve(card()) },
  ],
  settings: { ...usualSettings, backend: 'card' },
})
serveEngine(parentPort(), createEngine, host)
