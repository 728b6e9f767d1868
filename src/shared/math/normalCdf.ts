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
