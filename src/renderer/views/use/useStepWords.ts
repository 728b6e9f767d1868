import { computed } from 'vue'
import { count } from '../../charts/numbers'
import { useEngineStore } from '../../stores/engineStore'
import { keptStep } from '../../stores/run/keptStep'
import { t } from '../../strings/t'
import { useShown } from './useMoment'

/**
 * Of which step the weights of a picture are, in words. A run that was to stop early stands at its last step with the
 * weights of its best one: it is these that are shown.
 */
export function useStepWords(): (step: number) => string {
  const engine = useEngineStore()
  const { at } = useShown()
  const kept = computed(() => keptStep(engine.status, engine.held?.training.patience ?? null))
  const last = computed(() => (kept.value === null ? null : engine.status.step))
  return (step) => {
    if (step === 0) return t('views.untrained')
    if (kept.value !== null && step === last.value && at.value === undefined)
      return t('views.best', { step: count(kept.value) })
    return t('views.step', { step: count(step) })
  }
}
