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

/** 1 − Φ(x) for x ≥ 0 to full relative precision: from Φ near 0, else by its continued fraction (A&S 26.2.14). */
export function normalTail(x: number): number {
  if (x < 2) return 1 - normalCdf(x)
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  if (density === 0) return 0
  let fraction = x
  // the farther out, the fewer terms are needed
  for (let k = Math.ceil(20 + 400 / (x * x)); k > 0; k--) fraction = x + k / fraction
  return density / fraction
}

/** Φ(b) − Φ(a) for a ≤ b, without cancellation in the tails. */
export function normalBetween(a: number, b: number): number {
  if (a > 0) return normalTail(a) - normalTail(b)
  if (b < 0) return normalTail(-b) - normalTail(-a)
  return normalCdf(b) - normalCdf(a)
}
