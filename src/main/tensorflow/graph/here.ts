import type { Runner } from '@shared/tensor/backends/tensorflow'
import type { Sessions } from './sessions'

/** TensorFlow on the calling thread, which waits for it. */
export function runnerHere(sessions: Sessions, threads: number): Runner {
  return {
    uses: 'TensorFlow',
    threads,
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
