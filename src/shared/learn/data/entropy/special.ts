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

/** The standard normal's cumulative Φ(x), by its series for |x| < 6 (A&S 26.2.11); absolute error below 1e−14. */
export function normalCdf(x: number): number {
  if (x > 8) return 1
  if (x < -8) return 0
  let term = x
  let sum = x
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
