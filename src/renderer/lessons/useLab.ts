import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { t } from '../strings/t'
import type { Lab } from './lab'
import { whenHeld } from './whenHeld'

/** The document on the screen as questions ask of it. A question to the engine waits until it holds that document. */
export function useLab(): Lab {
  const store = useDocumentStore()
  const engine = useEngineStore()
  async function held(): Promise<void> {
    if (!(await whenHeld())) throw new Error(t('lessons.broken'))
  }
  return {
    get document() {
      return store.document
    },
    get step() {
      return engine.status.step
    },
    get best() {
      return engine.status.best?.nll ?? null
    },
    async leastLoss() {
      await held()
      return engine.opened?.leastLoss ?? null
    },
    async probe(points) {
      await held()
      return engine.probe(Float64Array.from(points.flat()))
    },
  }
}
