import { cholesky } from '../../math/cholesky'

/** Most columns of which a triangle of numbers is kept. */
export const MOST_WHITENED = 256

/** Mean of rows [n, dims], and by rows as far as the diagonal the L with LLᵀ = their covariance; null where that is singular. */
export function fitWhitening(
  rows: Float64Array,
  dims: number,
): { readonly mean: number[]; readonly lower: number[] } | null {
  const count = rows.length / dims
  const mean = new Array<number>(dims).fill(0)
  for (let at = 0; at < rows.length; at += dims) for (let d = 0; d < dims; d++) mean[d] += rows[at + d] / count
  const covariance = new Float64Array(dims * dims)
  const off = new Float64Array(dims)
  for (let at = 0; at < rows.length; at += dims) {
    for (let d = 0; d < dims; d++) off[d] = rows[at + d] - mean[d]
    for (let i = 0; i < dims; i++) for (let j = 0; j <= i; j++) covariance[i * dims + j] += (off[i] * off[j]) / count
  }
  for (let i = 0; i < dims; i++) for (let j = 0; j < i; j++) covariance[j * dims + i] = covariance[i * dims + j]
  const L = cholesky(covariance, dims)
  if (!L) return null
  const lower: number[] = []
  for (let i = 0; i < dims; i++) for (let j = 0; j <= i; j++) lower.push(L[i * dims + j])
  return { mean, lower }
}
