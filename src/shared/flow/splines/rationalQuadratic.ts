import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformer } from '../transformers/transformer'
import { knotsOf, rawWidth, relative, type Bin } from './knots'
import { inBox, withIdentityTails, type Pieces } from './piecewise'

/** Keeps what is under the root positive where rounding would make it negative, and the root's slope finite. */
const leastDiscriminant = 1e-30

/**
 * The monotone rational-quadratic spline ℝ → ℝ of Gregory & Delbourgo (1982) with K bins on [−B, B] and the identity
 * outside; Durkan et al. 2019 (arXiv:1906.04032), equations 4 and 5. Slopes are continuous everywhere, at ±B too.
 */
export const rationalQuadratic = (bins: number, bound: number): Transformer =>
  withIdentityTails(
    inBox({ width: rawWidth(bins), knots: (b, raw) => knotsOf(b, raw, bins, bound), ...rationalQuadraticPieces }),
    bound,
  )

/**
 * At θ in [0, 1] of a bin with s = h / w, its end slopes as multiples p = d_k / s and q = d_{k+1} / s, and
 * E = 1 + (p + q − 2) θ(1 − θ): the share θ [1 + (p − 1) (1 − θ)] / E of its height, and the logarithm of the slope,
 * s [q θ² + 2 θ(1 − θ) + p (1 − θ)²] / E². With p = q = 1 the share is θ to the last bit.
 */
function evaluate(b: Builder, bin: Bin, theta: Node): { share: Node; logSlope: Node } {
  const { s, p, q } = relative(b, bin)
  const rest = b.sub(1, theta)
  const product = b.mul(theta, rest)
  const E = b.add(b.mul(b.sub(b.add(p, q), 2), product), 1)
  const share = b.div(b.mul(theta, b.add(b.mul(b.sub(p, 1), rest), 1)), E)
  const ends = b.add(b.mul(q, b.square(theta)), b.mul(p, b.square(rest)))
  const slope = b.div(b.mul(s, b.add(ends, b.mul(2, product))), b.square(E))
  return { share, logSlope: b.log(slope) }
}

/**
 * θ at which the share is ρ: the root in [0, 1] of aθ² + βθ − ρ = 0 with a = 1 − p + ρ (p + q − 2), β = p − ρ (p + q − 2).
 * Since a + β = 1, either 2ρ / (β + √δ) or (√δ − β) / 2a is free of cancellation, by the sign of β. Both are ≥ 0 for
 * ρ ≥ 0; rounding may carry them over 1. With p = q = 1, θ is ρ to the last bit.
 */
function solve(b: Builder, bin: Bin, rho: Node): Node {
  const { p, q } = relative(b, bin)
  const bend = b.mul(rho, b.sub(b.add(p, q), 2))
  const a = b.add(b.sub(1, p), bend)
  const beta = b.sub(p, bend)
  const root = b.sqrt(b.max(b.add(b.square(beta), b.mul(4, b.mul(a, rho))), leastDiscriminant))
  const plain = b.lessEqual(0, beta)
  const numerator = b.select(plain, b.mul(2, rho), b.sub(root, beta))
  const denominator = b.select(plain, b.add(beta, root), b.mul(2, a))
  return b.min(b.div(numerator, denominator), 1)
}

/** Its bins hold the slopes at their two ends, d_k and d_{k+1}. */
export const rationalQuadraticPieces: Pick<Pieces, 'evaluate' | 'solve'> = { evaluate, solve }
