/** Sweeps over all pairs: each squares what is left off the diagonal once it is small, so that ten are more than enough. */
const sweeps = 12

/**
 * Eigenvectors of a symmetric n × n matrix, row-major, by Jacobi's rotations: the columns of V with Vᵀ S V diagonal, in no
 * particular order.
 */
export function eigenvectors(symmetric: ArrayLike<number>, n: number): Float64Array {
  const S = Float64Array.from(symmetric)
  const V = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0))
  /** Columns i and j of M turned by the angle of cosine c and sine s; with `across`, rows. */
  const turn = (M: Float64Array, i: number, j: number, c: number, s: number, across: boolean) => {
    for (let k = 0; k < n; k++) {
      const [p, q] = across ? [i * n + k, j * n + k] : [k * n + i, k * n + j]
      ;[M[p], M[q]] = [c * M[p] - s * M[q], s * M[p] + c * M[q]]
    }
  }
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) {
        const off = S[i * n + j]
        if (off === 0) continue
        const ratio = (S[j * n + j] - S[i * n + i]) / (2 * off)
        const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio))
        const c = 1 / Math.hypot(1, tangent)
        turn(S, i, j, c, tangent * c, false)
        turn(S, i, j, c, tangent * c, true)
        turn(V, i, j, c, tangent * c, false)
      }
  return V
}
