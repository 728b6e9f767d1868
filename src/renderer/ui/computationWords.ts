import type { Computation } from '@shared/catalogue/types'
import { t } from '../strings/t'

export type Direction = 'forward' | 'inverse'

/** "z → x (sampling)" and "x → z (density)": never just "forward". */
export const directionName: Record<Direction, string> = {
  forward: t('ui.computation.forward'),
  inverse: t('ui.computation.inverse'),
}

/** How a direction is computed, in words. */
export function computationWords(computation: Computation): string {
  switch (computation.kind) {
    case 'analytic':
      return t('ui.computation.closed', { cost: computation.cost })
    case 'iterative':
      return `${computation.solver}, ${computation.cost}`
    case 'stochastic':
      return t('ui.computation.chance', { cost: computation.cost })
    case 'none':
      return t('ui.computation.none', { reason: computation.reason })
    default:
      return computation satisfies never
  }
}
