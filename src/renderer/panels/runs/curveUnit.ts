import { entryOf } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import { t } from '../../strings/t'
import type { CurveChoice } from './curveSeries'

/** What a loss of an objective is measured in; validation may measure another loss than training. */
export function unitOf(objective: Objective, what: CurveChoice['what']): string {
  if (objective.type === 'maximum-likelihood') return t('charts.nllNote')
  const { unit, validation } = entryOf(objective)
  if (unit === undefined || validation === undefined) return t('charts.lossNote')
  return what === 'training' ? unit : t('charts.nllNote')
}
