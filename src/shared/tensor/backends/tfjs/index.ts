import { unrolledSize, unrollLoops } from '../../passes/loops'
import { optimise } from '../../passes/pipeline'
import type { Backend } from '../../runtime/backend'
import { TfjsExecutable } from './executable'
import { activeKernels } from './kernels'
import { lower } from './lower'
import type { Tfjs } from './tfjs'

export type { Tfjs } from './tfjs'

/** Kernel calls of a program whose loops have to be written out: beyond, it takes minutes to prepare. */
const MOST_NODES = 50_000

/**
 * Runs programs in float32 as kernel calls of TensorFlow.js, without its tape: derivatives are in the program already.
 * `tf` is tfjs-core with the wanted backend registered, active and ready; another may be made active later. `name` is
 * shown to users.
 */
export function createTfjsBackend(tf: Tfjs, name: string): Backend {
  const kernels = activeKernels(tf)
  const device = tf.getBackend() === 'wasm' ? 'wasm' : 'other'
  return {
    name,
    precision: 'float32',
    prepare: async (program) => {
      kernels.activate()
      const size = unrolledSize(program)
      if (size > MOST_NODES)
        throw new Error(
          `"${program.name}" has ${size} steps with its loops written out, more than the ${MOST_NODES} that ${name} takes. Use the wasm backend, or fewer steps of the solver.`,
        )
      const fast = optimise(unrollLoops(program))
      return new TfjsExecutable(fast, lower(fast, device), kernels)
    },
    dispose: () => undefined,
  }
}
