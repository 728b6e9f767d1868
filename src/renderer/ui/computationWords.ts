import type { Computation } from '@shared/catalogue/types'

export type Direction = 'forward' | 'inverse'

/** "z → x (sampling)" and "x → z (density)": never just "forward". */
export const directionName: Record<Direction, string> = {
  forward: 'z → x (sampling)',
  inverse: 'x → z (density)',
}

/** How a direction is computed, in words. */
export function computationWords(computation: Computation): string {
  switch (computation.kind) {
    case 'analytic':
      return `closed form, ${computation.cost}`
    case 'iterative':
      return `${computation.solver}, ${computation.cost}`
    case 'stochastic':
      return `by chance, no inverse in the strict sense, ${computation.cost}`
    case 'none':
      return `cannot be computed: ${computation.reason}`
    default:
      return computation satisfies never
  }
}
