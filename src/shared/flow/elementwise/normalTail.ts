import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** ½ ln 2π. */
export const logRootTwoPi = 0.5 * Math.log(2 * Math.PI)

/**
 * (1 + t) (1 − Φ(t)) / φ(t) for t ≥ 0 as a polynomial in s = (t − 4) / (t + 4), lowest power first: its interpolant at 23
 * Chebyshev points of s in (−1, 1), computed to 40 digits. Relative error below 10⁻¹⁵ for every t.
 */
const coefficients = [
  1.1832619145678034, -0.24239967052181807, 0.0350918802347507, 0.07169048120230266, -0.08070800967927583,
  0.04495912905478871, -0.012539103614686712, -0.0007159506400916629, 0.001741848705711217, -0.00023670351432175782,
  -0.00022021512394531682, 5.3274076661035984e-5, 3.41569782984747e-5, -8.624671593728752e-6, -6.548558179103516e-6,
  1.0510235287484156e-6, 1.3825460500000433e-6, -3.819456387591102e-8, -2.777501005754317e-7, -2.0416884478429953e-8,
  4.433762985649264e-8, 3.9442426289329316e-9, -3.986306042239452e-9,
]

/** Mills' ratio (1 − Φ(t)) / φ(t) for t ≥ 0: what is left of the normal tail when the density is taken out. */
export function millsRatio(b: Builder, t: Node): Node {
  const s = b.div(b.sub(t, 4), b.add(t, 4))
  const sum = coefficients.reduceRight<Node>((total, c) => b.add(b.mul(total, s), c), b.scalar(0))
  return b.div(sum, b.add(t, 1))
}

/** Five reach float64's precision from the middle of the bracket. */
const newtonSteps = 8

/** ln(1 − Φ(t)) for t ≥ 0. */
export const logUpperTail = (b: Builder, t: Node): Node =>
  b.add(b.log(millsRatio(b, t)), b.sub(b.mul(-0.5, b.square(t)), logRootTwoPi))

/**
 * t ≥ 0 with 1 − Φ(t) = p, p in (0, ½], given ln p, which may be far below that of the smallest number: bracketed Newton on
 * ln(1 − Φ(t)) = ln p. With l = −ln 2p, t is at most √(2l), as 1 − Φ(t) ≤ e^{−t²/2} / 2, and at most √(π/2) l, as ln(1 − Φ)
 * is concave with slope −√(2/π) at 0; at least 0.683 of the smaller u, found over all p. Far out, where Newton would leave so wide
 * a bracket, t² ≥ 2(l + ln 2 − ½ ln 2π + ln M(u)) closes it, as Mills' ratio M falls. Its gradient is implicit.
 */
export function normalQuantileOfLog(b: Builder, logP: Node): Node {
  const l = b.max(b.sub(-Math.LN2, logP), 0)
  const upper = b.min(b.sqrt(b.mul(2, l)), b.mul(Math.sqrt(Math.PI / 2), l))
  const leastSquare = b.mul(2, b.add(b.add(l, Math.LN2 - logRootTwoPi), b.log(millsRatio(b, upper))))
  const lower = b.max(b.mul(2 / 3, upper), b.sqrt(b.max(leastSquare, 0)))
  return b.root(
    (inner, t, [logP]) => inner.sub(logP, logUpperTail(inner, t)),
    { lower: b.min(lower, upper), upper },
    [logP],
    newtonSteps,
  )
}

/** The same of p itself. */
export const normalUpperQuantile = (b: Builder, p: Node): Node => normalQuantileOfLog(b, b.log(p))
