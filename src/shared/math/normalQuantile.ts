import { normalTail } from './normalCdf'

/** From an error of 4.5·10⁻⁴, each squares it. */
const NEWTON_STEPS = 2

/** Φ⁻¹(p) for p in (0, 1): Abramowitz & Stegun, Handbook of Mathematical Functions, 26.2.23, and Newton's method on Φ. */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p)
  let x = Math.max(0, roughQuantile(tail))
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
    x += (normalTail(x) - tail) / density
  }
  return Math.sign(p - 0.5) * x
}

/** x ≥ 0 with 1 − Φ(x) = tail, to about 4.5·10⁻⁴. */
function roughQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return t - numerator / denominator
}
