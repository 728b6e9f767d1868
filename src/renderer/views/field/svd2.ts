/** A 2 × 2 matrix [[a, b], [c, d]]. */
export type Matrix2 = readonly [number, number, number, number]

/** What a matrix does to the unit circle: an ellipse with half axes σ₁ ≥ σ₂, the longer one at `angle` (radians). */
export interface Svd2 {
  readonly major: number
  readonly minor: number
  /** Direction of the first left singular vector, from the first axis towards the second. */
  readonly angle: number
}

/**
 * Singular values and the left singular vector of a 2 × 2 matrix in closed form, from its parts that turn (E, H) and
 * that mirror (F, G): σ = |Q ± R| with Q = |(E, H)|, R = |(F, G)| (J. Blinn, "Consider the lowly 2 × 2 matrix", 1996).
 */
export function svd2([a, b, c, d]: Matrix2): Svd2 {
  const [e, f, g, h] = [(a + d) / 2, (a - d) / 2, (c + b) / 2, (c - b) / 2]
  const major = Math.hypot(e, h) + Math.hypot(f, g)
  // |det| / σ₁ rather than Q − R, which loses its digits where the matrix is nearly singular.
  const minor = major > 0 ? Math.abs(a * d - b * c) / major : 0
  return { major, minor, angle: (Math.atan2(h, e) + Math.atan2(g, f)) / 2 }
}
