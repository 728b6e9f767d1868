import { coordinate } from './columns'
import type { TargetDefinition } from './target'

/** U = 2(x₁² + x₂² − 2)² − sin πx₁: a ring of radius √2, uneven along x₁. */
export const ripples: TargetDefinition = {
  type: 'ripples',
  create: () => ({
    logDensity: (b, x) => {
      const ring = b.square(b.sub(b.sum(b.square(x), [-1]), 2))
      return b.sub(b.sin(b.mul(Math.PI, coordinate(b, x, 0))), b.mul(2, ring))
    },
    // 2(r² − 2)² is 300 at r = 3.8
    box: [
      [-3, 3],
      [-3, 3],
    ],
    modes: [],
  }),
}
