import { clamp } from './clamp'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'

/** An odd function that rises from −1 to 1, as x P(x²)/Q(x²) for |x| ≤ `limit` and ±1 beyond. */
export interface Sigmoidal {
  readonly limit: number
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

/** Works best with coefficients of one sign: then nothing cancels. The result never leaves [−1, 1]. */
export const sigmoidal =
  ({ limit, numerator, denominator }: Sigmoidal): VectorFunction =>
  (f, lanes, operand) =>
    f.scope(() => {
      const x = f.let(clamp(lanes, operand, [-limit, limit]))
      const z = f.let(lanes.mul(x, x))
      const ratio = lanes.div(lanes.mul(x, polynomial(lanes, z, numerator)), polynomial(lanes, z, denominator))
      return clamp(lanes, ratio, [-1, 1]) // rounding could put it just outside
    })
