import { Builder } from '@shared/tensor/ir/builder'
import { usualSettings } from '@shared/rpc/protocol'
import { loadWebgpu } from '../../../src/main/engine/webgpu'

/** Runs something on the device and ends, with or without giving the device back. */
const backend = await loadWebgpu(usualSettings)
const b = new Builder()
const executable = await backend.prepare(b.program('square', { y: b.square(b.input('x', [3])) }))
executable.write('x', [1, 2, 3])
await executable.run()
process.stdout.write([...(await executable.read('y'))].join())
if (process.argv[2] === 'dispose') {
  executable.dispose()
  backend.dispose()
} else process.exit(0)
