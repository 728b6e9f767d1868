import type { Transformer } from '../transformers/transformer'
import { binsOf, sharesOf } from './knots'
import { inBox, withIdentityTails } from './piecewise'

/**
 * The monotone linear spline ℝ → ℝ with K bins of equal width on [−B, B] and the identity outside; Müller et al. 2018
 * (arXiv:1808.03856), there of [0, 1] onto itself. At θ of a bin it has risen by hθ, with slope h / w: the slope jumps at
 * every knot, ±B among them. Raw numbers: K heights, by `sharesOf`.
 */
export const linear = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({
      width: bins,
      knots: (b, raw) => {
        const shape = [...raw.shape.slice(0, -1), 1, bins]
        const widths = b.fill((2 * bound) / bins, shape)
        const heights = sharesOf(b, b.reshape(raw, shape), bins, bound)
        return binsOf(b, b.concat([widths, heights], -2), bound, [])
      },
      evaluate: (b, { width, height }, theta) => ({
        share: theta,
        logSlope: b.log(b.div(height, width)),
      }),
      solve: (_b, _bin, rho) => rho,
    }),
    bound,
  )
