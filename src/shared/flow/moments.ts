/** A constant coordinate has deviation 0; this keeps its scale finite. */
const leastDeviation = 1e-3

/** Mean and standard deviation of each column of a batch [n, D], the latter at least 10⁻³. */
export function moments(batch: Float64Array, dims: number): { mean: Float64Array; deviation: Float64Array } {
  const rows = batch.length / dims
  const columnMean = (f: (value: number, column: number) => number) => {
    const total = new Float64Array(dims)
    batch.forEach((value, at) => (total[at % dims] += f(value, at % dims)))
    return total.map((sum) => sum / rows)
  }
  const mean = columnMean((value) => value)
  const variance = columnMean((value, i) => (value - mean[i]) ** 2)
  return { mean, deviation: variance.map((v) => Math.max(Math.sqrt(v), leastDeviation)) }
}
