/** A rising map of one column: x, in natural units or those of the step before, to v. It takes all of its domain onto ℝ. */
export interface ColumnMap {
  /** x → v; NaN outside of the domain. */
  forward(x: number): number
  /** v → x. */
  inverse(v: number): number
  /** ln dx/dv at v, nats. */
  logSlope(v: number): number
}

/** v = ln(x + shift), (−shift, ∞) → ℝ. */
export const logMap = (shift: number): ColumnMap => ({
  forward: (x) => (x + shift > 0 ? Math.log(x + shift) : NaN),
  inverse: (v) => Math.exp(v) - shift,
  logSlope: (v) => v,
})

/** v = ln(x − lower) − ln(upper − x), (lower, upper) → ℝ. */
export const logitMap = (lower: number, upper: number): ColumnMap => ({
  forward: (x) => (x > lower && x < upper ? Math.log(x - lower) - Math.log(upper - x) : NaN),
  inverse: (v) => lower + (upper - lower) / (1 + Math.exp(-v)),
  logSlope: (v) => Math.log(upper - lower) - softplus(v) - softplus(-v),
})

const softplus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))

/**
 * The power transform of Yeo & Johnson (2000, Biometrika 87), ℝ → ℝ for 0 ≤ λ ≤ 2:
 *
 *   v = ((1 + x)^λ − 1)/λ for x ≥ 0,  v = −((1 − x)^(2 − λ) − 1)/(2 − λ) for x < 0,
 *
 * and the logarithms that these tend to at λ = 0 and λ = 2.
 */
export const yeoJohnsonMap = (lambda: number): ColumnMap => ({
  forward: (x) => (x >= 0 ? power(x, lambda) : -power(-x, 2 - lambda)),
  inverse: (v) => (v >= 0 ? root(v, lambda) : -root(-v, 2 - lambda)),
  // dv/dx = (1 + |x|)^(p − 1) with p = λ on the right and 2 − λ on the left
  logSlope: (v) => {
    const p = v >= 0 ? lambda : 2 - lambda
    return (1 - p) * Math.log1p(root(Math.abs(v), p))
  },
})

/** ((1 + a)^p − 1)/p for a ≥ 0. */
const power = (a: number, p: number): number => (p === 0 ? Math.log1p(a) : Math.expm1(p * Math.log1p(a)) / p)

/** The a ≥ 0 of which the above is `b`. */
const root = (b: number, p: number): number => Math.expm1(p === 0 ? b : Math.log1p(p * b) / p)
