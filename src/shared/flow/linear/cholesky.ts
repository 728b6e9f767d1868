/** The share of a column's deviation, and of 1, below which the rest that other columns do not explain is not followed. */
const leastRest = 1e-3

/** Mean [D] and covariance [D, D] of the rows [n, D] of a batch. */
export function moments(batch: Float64Array, dims: number): { mean: Float64Array; covariance: Float64Array } {
  const rows = batch.length / dims
  const mean = new Float64Array(dims)
  batch.forEach((value, at) => (mean[at % dims] += value / rows))
  const covariance = new Float64Array(dims * dims)
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < dims; i++) {
      const centred = (batch[row * dims + i] - mean[i]) / rows
      for (let j = 0; j < dims; j++) covariance[i * dims + j] += centred * (batch[row * dims + j] - mean[j])
    }
  return { mean, covariance }
}

/**
 * Lower triangular L with L Lᵀ = C, row-major. A diagonal entry, the deviation that is left of a column once those before it
 * are taken off, is at least 10⁻³ max(1, √C_ii): a constant column, or one that others determine, keeps a finite inverse.
 */
export function cholesky(C: Float64Array, dims: number): Float64Array {
  const L = new Float64Array(dims * dims)
  for (let i = 0; i < dims; i++)
    for (let j = 0; j <= i; j++) {
      let rest = C[i * dims + j]
      for (let k = 0; k < j; k++) rest -= L[i * dims + k] * L[j * dims + k]
      if (j < i) L[i * dims + j] = rest / L[j * dims + j]
      else {
        const least = leastRest * Math.max(1, Math.sqrt(C[i * dims + i]))
        L[i * dims + i] = Math.max(Math.sqrt(Math.max(rest, 0)), least)
      }
    }
  return L
}

/** L⁻¹ of a lower triangular L, row-major. */
export function invertLower(L: Float64Array, dims: number): Float64Array {
  const inverse = new Float64Array(dims * dims)
  for (let j = 0; j < dims; j++)
    for (let i = j; i < dims; i++) {
      let rest = i === j ? 1 : 0
      for (let k = j; k < i; k++) rest -= L[i * dims + k] * inverse[k * dims + j]
      inverse[i * dims + j] = rest / L[i * dims + i]
    }
  return inverse
}
