import { count } from '../../charts/numbers'
import { useEngineStore } from '../../stores/engineStore'
import { t } from '../../strings/t'
import { useShown } from './useMoment'

/**
 * Says of which step the weights are that a picture shows. A run that is over may have gone back to its best; a stack without
 * any weights has none to train.
 */
export function useStepWords(): (step: number) => string {
  const engine = useEngineStore()
  const { at, opened } = useShown()
  return (step) => {
    if (step === 0) return t(opened.value?.parameters === 0 ? 'views.fixed' : 'views.untrained')
    const { keptStep } = engine.status
    const best = at.value === undefined && step === engine.status.step && keptStep !== undefined
    return best ? t('views.bestStep', { step: count(keptStep) }) : t('views.step', { step: count(step) })
  }
}
