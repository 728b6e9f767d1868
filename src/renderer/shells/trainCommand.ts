import { computed } from 'vue'
import { useCurrent } from '../stores/current'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'

/** Train, pause, resume, or begin again: the one thing that the primary button and Ctrl+Enter do. */
export function useTrainCommand() {
  const store = useDocumentStore()
  const engine = useEngineStore()
  const session = useSessionStore()

  const state = computed(() => engine.status.state.kind)
  const over = computed(() => state.value === 'finished' || state.value === 'failed')
  const word = computed(() => {
    if (engine.running) return t('training.pause')
    if (over.value) return t('training.again')
    return t(state.value === 'paused' && engine.status.step > 0 ? 'training.resume' : 'training.train')
  })
  // While a document is opened too: who presses Train then means that document, and is not to press again.
  const { current } = useCurrent()
  const barren = computed(() => current.value && !engine.running && !engine.learns)
  const possible = computed(
    () => engine.connected && !engine.lost && !store.broken && engine.opened !== null && !barren.value,
  )

  async function toggle(): Promise<void> {
    if (!possible.value) return
    if (engine.running) {
      await engine.pause()
      return
    }
    session.inspectorOver = false // what now moves is the picture beneath
    if (!current.value) {
      engine.onceOpen('train')
      return
    }
    // A run that is over begins again from the same weights.
    if (over.value) await engine.reset(store.document.training.seed)
    await engine.train()
  }

  /** One step of training, of the document on the screen. */
  async function step(): Promise<void> {
    if (current.value) await engine.step()
    else engine.onceOpen('step')
  }

  return { word, possible, toggle, step }
}
