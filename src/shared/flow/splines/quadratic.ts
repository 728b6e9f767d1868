import type { Transformer } from '../transformers/transformer'
import { positive } from '../positive'
import { binsOf, sharesOf, slopeRows } from './knots'
import { inBox, withIdentityTails } from './piecewise'

/** Keeps what is under the root positive where rounding would make it negative, and the root's slope finite. */
const leastDiscriminant = 1e-30

/**
 * The monotone quadratic spline ℝ → ℝ with K bins on [−B, B] and the identity outside; Müller et al. 2018
 * (arXiv:1808.03856) on [0, 1], with tails as Durkan et al. 2019 (arXiv:1906.04032) give it. Its slope runs straight from
 * d_k to d_{k+1} across a bin, so that it is continuous; at ±B it is 1. At θ of a bin it has risen by w (d_k θ + ½
 * (d_{k+1} − d_k) θ²), of h = ½ w (d_k + d_{k+1}).
 *
 * Raw numbers: K widths, by `sharesOf`; K − 1 inner slopes up to a factor, v = `positive`(raw). The slopes are d = v / A,
 * with the one A for which Σ w_k (d_k + d_{k+1}) / 2 = 2B while d_0 = d_K = 1:
 * A = Σ v_k (w_{k−1} + w_k) / (4B − w_0 − w_{K−1}).
 */
export const quadratic = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({
      width: 2 * bins - 1,
      knots: (b, raw) => {
        const lead = raw.shape.slice(0, -1)
        const widths = sharesOf(b, b.slice(raw, 0, bins), bins, bound)
        const v = positive(b, b.slice(raw, bins, 2 * bins - 1))
        // w_{k−1} + w_k around each inner knot; together they are 4B − w_0 − w_{K−1}
        const around = b.add(b.slice(widths, 0, bins - 1), b.slice(widths, 1, bins))
        const factor = b.div(b.sum(around, [-1]), b.sum(b.mul(v, around), [-1]))
        const one = b.fill(1, [...lead, 1])
        const slopes = b.concat([one, b.mul(v, b.reshape(factor, [...lead, 1])), one], -1)
        const [start, end] = slopeRows(b, slopes, bins)
        const across = b.reshape(widths, [...lead, 1, bins])
        const heights = b.mul(across, b.mul(b.add(start, end), 0.5))
        return binsOf(b, b.concat([across, heights], -2), bound, [start, end])
      },
      evaluate: (b, { rest: [d0, d1] }, theta) => ({
        share: b.div(b.mul(theta, b.add(b.mul(2, d0), b.mul(b.sub(d1, d0), theta))), b.add(d0, d1)),
        logSlope: b.log(b.add(b.mul(d0, b.sub(1, theta)), b.mul(d1, theta))),
      }),
      // (d_{k+1} − d_k) θ² + 2 d_k θ = (d_k + d_{k+1}) ρ; as d_k > 0, this form of the root does not cancel
      solve: (b, { rest: [d0, d1] }, rho) => {
        const twice = b.mul(b.add(d0, d1), rho)
        const root = b.sqrt(b.max(b.add(b.square(d0), b.mul(twice, b.sub(d1, d0))), leastDiscriminant))
        return b.min(b.div(twice, b.add(d0, root)), 1)
      },
    }),
    bound,
  )
