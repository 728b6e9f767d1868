import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformer } from '../transformers/transformer'
import { knotsOf, rawWidth, type Bin } from './knots'
import { inBox, withIdentityTails, type Pieces } from './piecewise'

/** Keeps what is under the root positive where rounding would make it negative, and the root's slope finite. */
const leastDiscriminant = 1e-30

/**
 * The monotone rational-quadratic spline ℝ → ℝ of Gregory & Delbourgo (1982) with K bins on [−B, B] and the identity
 * outside; Durkan et al. 2019 (arXiv:1906.04032), equations 4–8. Slopes are continuous everywhere, at ±B too.
 */
export const rationalQuadratic = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({ width: rawWidth(bins), knots: (b, raw) => knotsOf(b, raw, bins, bound), ...rationalQuadraticPieces }),
    bound,
  )

/**
 * At θ in [0, 1] of a bin, with s = h / w and E = s + (d_k + d_{k+1} − 2s) θ(1 − θ): the rise over its bottom edge,
 * h [s θ² + d_k θ(1 − θ)] / E, and the logarithm of the slope, s² [d_{k+1} θ² + 2s θ(1 − θ) + d_k (1 − θ)²] / E².
 */
function evaluate(b: Builder, bin: Bin, theta: Node): { rise: Node; logSlope: Node } {
  const {
    width,
    height,
    rest: [d0, d1],
  } = bin
  const s = b.div(height, width)
  const rest = b.sub(1, theta)
  const [square, product] = [b.square(theta), b.mul(theta, rest)]
  const E = b.add(s, b.mul(b.sub(b.add(d0, d1), b.mul(2, s)), product))
  const rise = b.div(b.mul(height, b.add(b.mul(s, square), b.mul(d0, product))), E)
  const slope = b.add(b.mul(d1, square), b.add(b.mul(b.mul(2, s), product), b.mul(d0, b.square(rest))))
  return { rise, logSlope: b.add(b.log(slope), b.mul(2, b.log(b.div(s, E)))) }
}

/**
 * θ at which the rise is r: the root in [0, 1] of aθ² + βθ + c = 0 with Σ = d_k + d_{k+1} − 2s, a = h(s − d_k) + rΣ,
 * β = h d_k − rΣ, c = −s r. Since β + a = h s > 0, either 2|c| / (β + √δ) or (√δ − β) / 2a is free of cancellation,
 * by the sign of β. Both are ≥ 0 for r ≥ 0; rounding may carry them over 1.
 */
function solve(b: Builder, bin: Bin, r: Node): Node {
  const {
    width,
    height,
    rest: [d0, d1],
  } = bin
  const s = b.div(height, width)
  const bend = b.mul(r, b.sub(b.add(d0, d1), b.mul(2, s)))
  const a = b.add(b.mul(height, b.sub(s, d0)), bend)
  const beta = b.sub(b.mul(height, d0), bend)
  const minusC = b.mul(s, r)
  const root = b.sqrt(b.max(b.add(b.square(beta), b.mul(4, b.mul(a, minusC))), leastDiscriminant))
  const plain = b.lessEqual(0, beta)
  const numerator = b.select(plain, b.mul(2, minusC), b.sub(root, beta))
  const denominator = b.select(plain, b.add(beta, root), b.mul(2, a))
  return b.min(b.div(numerator, denominator), 1)
}

/** Its bins hold the slopes at their two ends, d_k and d_{k+1}. */
export const rationalQuadraticPieces: Pick<Pieces, 'evaluate' | 'solve'> = { evaluate, solve }
