import type { Random } from '../../math/random'

/** Rounds of Lloyd's iteration: enough for a start. */
const rounds = 10

export interface Clusters {
  /** [K, D]. */
  readonly centres: Float64Array
  /** To which centre each row belongs. */
  readonly owners: Int32Array
}

/**
 * K clusters of rows [n, D] by Lloyd's iteration from the k-means++ start (Arthur & Vassilvitskii 2007, SODA):
 * the first centre is any row, each further one a row drawn in proportion to its squared distance from those before.
 */
export function kMeans(rows: Float64Array, dims: number, k: number, random: Random): Clusters {
  const n = rows.length / dims
  const centres = new Float64Array(k * dims)
  const owners = new Int32Array(n)
  const squares = new Float64Array(n).fill(Infinity)
  const squareTo = (row: number, centre: number) => {
    let total = 0
    for (let d = 0; d < dims; d++) total += (rows[row * dims + d] - centres[centre * dims + d]) ** 2
    return total
  }
  for (let c = 0; c < k; c++) {
    const row = c === 0 ? random.integer(n) : drawn(squares, random)
    centres.set(rows.subarray(row * dims, (row + 1) * dims), c * dims)
    for (let i = 0; i < n; i++) {
      const square = squareTo(i, c)
      if (square < squares[i]) {
        squares[i] = square
        owners[i] = c
      }
    }
  }
  for (let round = 0; round < rounds; round++) {
    moveToMeans(rows, dims, centres, owners)
    for (let i = 0; i < n; i++) {
      for (let c = 0, best = Infinity; c < k; c++) {
        const square = squareTo(i, c)
        if (square < best) {
          best = square
          owners[i] = c
        }
      }
    }
  }
  return { centres, owners }
}

/** An index drawn in proportion to its weight; any where all weights are zero. */
function drawn(weights: Float64Array, random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0 && total < Infinity)) return random.integer(weights.length)
  let rest = random.uniform() * total
  const found = weights.findIndex((weight) => (rest -= weight) < 0)
  return found < 0 ? weights.length - 1 : found
}

/** Moves each centre to the mean of its rows; one without rows stays. */
function moveToMeans(rows: Float64Array, dims: number, centres: Float64Array, owners: Int32Array): void {
  const sums = new Float64Array(centres.length)
  const counts = new Float64Array(centres.length / dims)
  owners.forEach((owner, i) => {
    counts[owner]++
    for (let d = 0; d < dims; d++) sums[owner * dims + d] += rows[i * dims + d]
  })
  sums.forEach((sum, at) => {
    const count = counts[Math.floor(at / dims)]
    if (count > 0) centres[at] = sum / count
  })
}
