/** What a sample of one variable looks like: its first four moments, standardised where that is the custom. */
export interface Moments {
  readonly mean: number
  readonly sd: number
  /** 0 for anything symmetric. */
  readonly skewness: number
  /** Fourth standardised moment less 3: 0 for a normal variable. */
  readonly excessKurtosis: number
}

export function momentsOf(values: Float64Array): Moments {
  const n = values.length
  let mean = 0
  for (const value of values) mean += value / n
  let [m2, m3, m4] = [0, 0, 0]
  for (const value of values) {
    const d = value - mean
    m2 += (d * d) / n
    m3 += (d * d * d) / n
    m4 += (d * d * d * d) / n
  }
  const sd = Math.sqrt(m2)
  return { mean, sd, skewness: m3 / (sd * m2), excessKurtosis: m4 / (m2 * m2) - 3 }
}

/** Means and covariances [D, D] of points [n, D], row-major. */
export interface Covariance {
  readonly mean: Float64Array
  readonly matrix: Float64Array
}

export function covarianceOf(points: Float32Array, dims: number): Covariance {
  const n = Math.floor(points.length / dims)
  const mean = new Float64Array(dims)
  for (let i = 0; i < n * dims; i++) mean[i % dims] += points[i] / n
  const matrix = new Float64Array(dims * dims)
  const row = new Float64Array(dims)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dims; j++) row[j] = points[i * dims + j] - mean[j]
    for (let j = 0; j < dims; j++) for (let k = 0; k <= j; k++) matrix[j * dims + k] += (row[j] * row[k]) / n
  }
  for (let j = 0; j < dims; j++) for (let k = 0; k < j; k++) matrix[k * dims + j] = matrix[j * dims + k]
  return { mean, matrix }
}

/** Pearson's correlations [D, D]; not a number where a column is constant. */
export function correlationsOf(points: Float32Array, dims: number): Float64Array {
  const { matrix } = covarianceOf(points, dims)
  const sd = Float64Array.from({ length: dims }, (_, i) => Math.sqrt(matrix[i * dims + i]))
  return matrix.map((value, i) => value / (sd[Math.floor(i / dims)] * sd[i % dims]))
}
