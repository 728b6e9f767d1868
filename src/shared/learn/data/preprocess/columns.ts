/** Range and moments of a column, natural units. `sd` is the population's (divided by n). */
export interface ColumnMoments {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly sd: number
}

/** Moments of column `c` of a row-major [n, dims] array, in two passes, so that a large mean costs no digits. */
export function columnMoments(values: Float64Array, dims: number, c: number): ColumnMoments {
  const count = values.length / dims
  let [min, max, mean, variance] = [Infinity, -Infinity, 0, 0]
  for (let i = c; i < values.length; i += dims) {
    min = Math.min(min, values[i])
    max = Math.max(max, values[i])
    mean += values[i] / count
  }
  for (let i = c; i < values.length; i += dims) variance += (values[i] - mean) ** 2 / count
  return { min, max, mean, sd: Math.sqrt(variance) }
}

/** How many different values column `c` has; where they are more than `most`, so many as were met before it was known. */
export function distinctValues(values: Float64Array, dims: number, c: number, most = Infinity): number {
  const seen = new Set<number>()
  for (let i = c; i < values.length && seen.size <= most; i += dims) seen.add(values[i])
  return seen.size
}
