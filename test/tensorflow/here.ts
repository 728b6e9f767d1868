import { availableParallelism } from 'node:os'
import { createTensorflowBackend, type Runner } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend, Precision } from '@shared/tensor/runtime/backend'
import { loadBinding } from '../../src/main/tensorflow/graph/binding'
import { Sessions } from '../../src/main/tensorflow/graph/sessions'

/** Sessions of the libtensorflow in a package's folder. */
export const sessionsIn = (module: string): Sessions => new Sessions(loadBinding(module))

/** TensorFlow on the calling thread, which needs no build. */
export function runnerHere(sessions: Sessions): Runner {
  return {
    uses: 'TensorFlow',
    threads: availableParallelism(),
    load: async (model) => {
      const id = sessions.load(model)
      return {
        run: async (feeds, fetches) => sessions.run(id, feeds, fetches),
        dispose: () => {
          sessions.forget(id)
        },
      }
    },
    dispose: () => undefined,
  }
}

export const backendHere = (sessions: Sessions, manner: Manner, precision: Precision = 'float32'): Backend =>
  createTensorflowBackend({ runner: runnerHere(sessions), manner, precision })
