import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformer } from '../transformers/transformer'
import { knotsOf, rawWidth, type Bin } from './knots'
import { inBox, withIdentityTails } from './piecewise'

/** The joint of a bin stays this far from its ends, as a share of the bin. */
const leastPart = 0.025

/**
 * The monotone linear-rational spline ℝ → ℝ with K bins on [−B, B] and the identity outside; Dolatabadi et al. 2020
 * (arXiv:2001.05168). A bin is two hyperbolas that join at θ = λ. With s = h / w, slopes p = d_k / s and
 * q = d_{k+1} / s at its ends, and the weights ω_a = 1, ω_b = √(p / q), ω_c = λp + (1 − λ) ω_b q, the joint lies at the share
 * m = λω_b / (1 − λ + λω_b) of the height. Slopes are continuous everywhere, at ±B too. Neither direction takes a root.
 *
 * Raw numbers: K widths, K heights and K − 1 slopes as in `knotsOf`, then K joints, λ = 0.025 + 0.95 σ(raw).
 */
export const linearRational = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({
      width: rawWidth(bins) + bins,
      knots: (b, raw) => {
        const joints = b.sigmoid(b.slice(raw, rawWidth(bins), rawWidth(bins) + bins))
        const lambda = b.add(b.mul(joints, 1 - 2 * leastPart), leastPart)
        return knotsOf(b, raw, bins, bound, [b.reshape(lambda, [...raw.shape.slice(0, -1), 1, bins])])
      },
      // each side's share, 1 past the joint in the first and 0 before it in the second: nothing to select
      evaluate: (b, bin, theta) => {
        const { s, lambda, rest, wb, wc, m, n } = weights(b, bin)
        const [first, second] = [b.min(theta, lambda), b.max(theta, lambda)]
        const E = b.add(b.sub(lambda, first), b.mul(wc, first))
        const above = b.mul(wb, b.sub(second, lambda))
        const F = b.add(b.mul(wc, b.sub(1, second)), above)
        const share = b.add(b.mul(m, b.div(b.mul(wc, first), E)), b.mul(n, b.div(above, F)))
        const early = b.lessEqual(theta, lambda)
        const top = b.select(early, b.mul(lambda, m), b.mul(b.mul(wb, rest), n))
        const logSlope = b.sub(b.log(b.mul(b.mul(s, wc), top)), b.mul(2, b.log(b.select(early, E, F))))
        return { share, logSlope }
      },
      solve: (b, bin, share) => {
        const { lambda, rest, wb, wc, m } = weights(b, bin)
        const [first, second] = [b.min(share, m), b.max(share, m)]
        const above = b.mul(wc, b.sub(second, m))
        const early = b.div(first, b.add(first, b.mul(wc, b.sub(m, first))))
        const late = b.div(above, b.add(b.mul(wb, b.sub(1, second)), above))
        return b.min(b.add(b.mul(lambda, early), b.mul(rest, late)), 1)
      },
    }),
    bound,
  )

/** The weights of a bin, 1 − λ, the joint's share m of the height, and n = 1 − m without its cancellation. */
function weights(b: Builder, { width, height, rest: [d0, d1, lambda] }: Bin) {
  const s = b.div(height, width)
  const [p, q] = [b.div(d0, s), b.div(d1, s)]
  const rest = b.sub(1, lambda)
  const wb: Node = b.sqrt(b.div(p, q))
  const wc = b.add(b.mul(lambda, p), b.mul(rest, b.mul(wb, q)))
  const total = b.add(rest, b.mul(lambda, wb))
  return { s, lambda, rest, wb, wc, m: b.div(b.mul(lambda, wb), total), n: b.div(rest, total) }
}
