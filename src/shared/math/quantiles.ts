/** Column `column` of the rows [n, width], row-major, in rising order. */
export function sortedColumn(rows: Float64Array, width: number, column: number): Float64Array {
  return Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + column]).sort()
}

/** The quantile at p in [0, 1] of values in rising order, between its two neighbours in proportion. */
export function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}
