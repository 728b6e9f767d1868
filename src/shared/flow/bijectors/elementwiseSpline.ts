import type { BijectorDefinition } from '../bijector'
import { movedByContext } from '../conditioners/moved'
import { zeros } from '../initial'
import { splineOf } from '../splines/spline'

/**
 * x_i = τ(z_i; θ_i) on ℝᴰ, τ a monotone spline of K bins on [−B, B] with free numbers θ_i, the identity outside; Durkan et
 * al. 2019 (arXiv:1906.04032). log|det ∂x/∂z| = Σ ln τ'(z_i).
 *
 * `numbers` [D, m], m and their order given by the kind of spline; all free and 0 at the start, the identity. A
 * context moves them, see `movedByContext`.
 */
export const elementwiseSpline: BijectorDefinition = {
  type: 'elementwise-spline',
  create: (settings, dims, contextDims = 0) => {
    const spline = splineOf(settings)
    const moved = movedByContext(settings, contextDims, [zeros('numbers', [dims, spline.width])])
    const through =
      (direction: 'forward' | 'inverse'): ReturnType<BijectorDefinition['create']>['forwardAndLogDet'] =>
      (context, from) => {
        const { b } = context
        const { value, logSlope } = spline[direction](b, moved.of(context, 'numbers'), from)
        return { value, logDet: logSlope ? b.sum(logSlope, [-1]) : b.scalar(0) }
      }
    return {
      parameters: moved.parameters,
      forwardAndLogDet: through('forward'),
      inverseAndLogDet: through('inverse'),
    }
  },
}
