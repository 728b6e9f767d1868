import { watch } from 'vue'
import { sameTraining } from '@shared/document/trained'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'

/**
 * Whether the engine holds the document on the screen, once that is known: false where it cannot be compiled, or where
 * another tab was shown meanwhile.
 */
export function whenHeld(): Promise<boolean> {
  const store = useDocumentStore()
  const engine = useEngineStore()
  const { tab } = store
  const state = (): boolean | null => {
    if (store.tab !== tab || store.broken) return false
    if (store.turning || engine.held === null) return null
    return sameTraining(engine.held, store.document) ? true : null
  }
  return new Promise((resolve) => {
    const now = state()
    if (now !== null) {
      resolve(now)
      return
    }
    const stop = watch(state, (known) => {
      if (known === null) return
      stop()
      resolve(known)
    })
  })
}
