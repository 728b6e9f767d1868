import { computed } from 'vue'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { away, barren, faulty, stateWords } from './words'

/** The run's state in words, and what keeps it from beginning: no engine, faults of the stack, nothing to learn. */
export function useRunWords() {
  const engine = useEngineStore()
  const documents = useDocumentStore()
  return computed(() => {
    const { state, step } = engine.status
    if (!engine.connected || engine.lost) return away
    if (documents.broken && !engine.running) return faulty
    if (state.kind === 'ready' && step === 0 && !engine.learns) return barren
    return stateWords(engine.status, engine.held?.training.patience ?? null)
  })
}
