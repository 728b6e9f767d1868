/**
 * Φ⁻¹(p) for p in (0, 1) to about 4.5·10⁻⁴: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.2.23. For starting
 * values and the places of knots, not for densities.
 */
export function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return Math.sign(p - 0.5) * (t - numerator / denominator)
}
