/** Pearson's r of columns of n finite numbers, all pairs: [k, k] row-major; NaN beside a constant column. */
export function correlations(columns: readonly Float64Array[]): Float64Array {
  const k = columns.length
  const scaled = columns.map(unitLength)
  const matrix = new Float64Array(k * k)
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const r = i === j && !Number.isNaN(scaled[i][0]) ? 1 : dot(scaled[i], scaled[j])
      matrix[i * k + j] = matrix[j * k + i] = Math.min(1, Math.max(-1, r))
    }
  }
  return matrix
}

/** Less its mean, and of length 1. */
function unitLength(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0))
  const constant = values.every((value) => value === values[0])
  return values.map((value) => (constant ? NaN : (value - mean) / length))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** The ranks of numbers from 1, equal ones sharing their mean: of which Spearman's ρ is Pearson's r. */
export function ranks(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort()
  const shared = new Float64Array(sorted.length)
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++
    shared.fill((from + 1 + to) / 2, from, to)
  }
  return values.map((value) => shared[placeIn(sorted, value)])
}

/** Where a value stands among sorted ones, of equal ones any. */
function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
