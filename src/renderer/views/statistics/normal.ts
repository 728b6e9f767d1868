/** The standard normal distribution function Φ(x), to 1.2e-7: the fit of erfc that Numerical Recipes calls `erfcc`. */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2
  const t = 1 / (1 + z / 2)
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ]
  const tail = (t / 2) * Math.exp(-z * z + terms.reduceRight((sum, term) => sum * t + term, 0))
  return x > 0 ? 1 - tail : tail
}

/** Φ⁻¹(p) by bisection: monotone, and as exact as `normalCdf`. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p <= 0 ? -Infinity : Infinity
  let [low, high] = [-9, 9]
  for (let i = 0; i < 48; i++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
