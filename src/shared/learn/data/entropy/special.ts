import { normalCdf, normalTail } from '../../../math/normalCdf'

/** e^{−x} I₀(x) for x ≥ 0: the power series for small x, the asymptotic one for large (Abramowitz & Stegun 9.6.12, 9.7.1). */
export function besselI0Scaled(x: number): number {
  let term = 1
  let sum = 1
  if (x < 20) {
    const quarter = (x * x) / 4
    for (let k = 1; term > sum * 1e-16; k++) {
      term *= quarter / (k * k)
      sum += term
    }
    return sum * Math.exp(-x)
  }
  for (let k = 1; k < 30; k++) {
    const next = (term * (2 * k - 1) ** 2) / (8 * k * x)
    if (next >= term || next < 1e-17) break // an asymptotic series is cut at its smallest term
    term = next
    sum += term
  }
  return sum / Math.sqrt(2 * Math.PI * x)
}

/** Φ(b) − Φ(a) for a ≤ b, without cancellation in the tails. */
export function normalBetween(a: number, b: number): number {
  if (a > 0) return normalTail(a) - normalTail(b)
  if (b < 0) return normalTail(-b) - normalTail(-a)
  return normalCdf(b) - normalCdf(a)
}
