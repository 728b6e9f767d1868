import type { Opened } from '@shared/rpc/protocol'
import { count } from '../charts/numbers'
import { t } from '../strings/t'

/** How far the weights that are shown have been trained; of a stack without any nothing of the kind. */
export function stepWords(step: number, opened: Pick<Opened, 'parameters'> | null): string {
  if (step > 0) return t('views.step', { step: count(step) })
  return t(opened?.parameters === 0 ? 'views.fixed' : 'views.untrained')
}
