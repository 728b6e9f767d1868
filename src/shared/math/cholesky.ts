/** The lower triangular L [n, n] with LLᵀ = C, row by row; null where C is not symmetric and positive definite to working precision. */
export function cholesky(entries: ArrayLike<number>, n: number): Float64Array | null {
  const L = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [here, across] = [entries[i * n + j], entries[j * n + i]]
      if (Math.abs(here - across) > 1e-9 * (Math.abs(here) + Math.abs(across))) return null
      let rest = here
      for (let k = 0; k < j; k++) rest -= L[i * n + k] * L[j * n + k]
      if (i > j) L[i * n + j] = rest / L[j * n + j]
      else if (rest > n * Number.EPSILON * here) L[i * n + i] = Math.sqrt(rest)
      else return null
    }
  }
  return L
}
