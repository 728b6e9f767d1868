import { covarianceOf } from './moments'

/** Principal axes of a table whose columns were brought to unit spread first, strongest first. */
export interface PrincipalAxes {
  readonly dims: number
  readonly mean: Float64Array
  /** Spread of each column, 1 for a constant one. */
  readonly sd: Float64Array
  /** [D, D], row k the k-th axis, of unit length; its largest component is positive. */
  readonly axes: Float64Array
  /** Of the whole variance, in [0, 1]. */
  readonly share: Float64Array
}

/** A column whose spread is less than this part of its mean is constant but for rounding. */
const ROUNDING = 1e-9

/** The axes of points [n, D] row-major. */
export function principalAxes(points: Float32Array, dims: number): PrincipalAxes {
  const { mean, matrix } = covarianceOf(points, dims)
  const sd = Float64Array.from({ length: dims }, (_, i) => {
    const spread = Math.sqrt(matrix[i * dims + i])
    return spread > ROUNDING * Math.abs(mean[i]) ? spread : 1
  })
  const correlation = matrix.map((value, i) => value / (sd[Math.floor(i / dims)] * sd[i % dims]))
  const { values, vectors } = symmetricEigen(correlation, dims)
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0) || 1
  const order = [...values.keys()].sort((i, j) => values[j] - values[i])
  const axes = new Float64Array(dims * dims)
  order.forEach((column, k) => {
    const axis = Float64Array.from({ length: dims }, (_, i) => vectors[i * dims + column])
    const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
    axes.set(
      axis.map((value) => (largest < 0 ? -value : value)),
      k * dims,
    )
  })
  return { dims, mean, sd, axes, share: Float64Array.from(order, (i) => Math.max(0, values[i]) / total) }
}

/** Coordinates [n, count] of points [n, D] along the first `count` axes, in standard deviations of the columns. */
export function alongAxes(points: Float32Array, { dims, mean, sd, axes }: PrincipalAxes, count: number): Float32Array {
  const n = Math.floor(points.length / dims)
  const out = new Float32Array(n * count)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < count; k++) {
      let sum = 0
      for (let j = 0; j < dims; j++) sum += (axes[k * dims + j] * (points[i * dims + j] - mean[j])) / sd[j]
      out[i * count + k] = sum
    }
  }
  return out
}

/** Eigenvalues and eigenvectors (columns) of a symmetric matrix, by Jacobi's rotations. */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix)
  const v = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  const offDiagonal = (): number => a.reduce((sum, value, i) => (i % (n + 1) === 0 ? sum : sum + value * value), 0)
  const scale = a.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < 60 && offDiagonal() > 1e-22 * scale; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * (n + 1)]), vectors: v }
}

/** The rotation of axes p and q after which a[p, q] = 0 (Golub & Van Loan, Matrix Computations, fourth edition, section 8.5). */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const tau = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau))
  const c = 1 / Math.hypot(1, t)
  const s = t * c
  const turn = (m: Float64Array, i: number, j: number): void => {
    const [x, y] = [m[i], m[j]]
    m[i] = c * x - s * y
    m[j] = s * x + c * y
  }
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q)
}
