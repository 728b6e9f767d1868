import type { Sigmoidal } from '../../approximations'
import { clamp } from './clamp'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'

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
