/** Two or three columns of [n, D] row-major points, at most `limit` rows taken evenly. */
export function takeColumns(
  points: Float32Array,
  dims: number,
  columns: readonly number[],
  limit = Infinity,
): Float32Array {
  const rows = dims > 0 ? Math.floor(points.length / dims) : 0
  const kept = Math.min(rows, limit)
  const taken = new Float32Array(kept * columns.length)
  for (let i = 0; i < kept; i++) {
    const row = takenRow(i, rows, kept)
    columns.forEach((column, j) => (taken[i * columns.length + j] = points[row * dims + column]))
  }
  return taken
}

/** Which of all `rows` the `index`-th is where `kept` of them are taken evenly. */
export const takenRow = (index: number, rows: number, kept: number): number => Math.floor((index * rows) / kept)

/** Some columns of the given rows of [n, D] points; rows that are not there are left out. */
export function pickRows(
  points: Float32Array,
  dims: number,
  columns: readonly number[],
  rows: readonly number[],
): Float32Array<ArrayBuffer> {
  const there = rows.filter((row) => (row + 1) * dims <= points.length)
  return Float32Array.from(there.flatMap((row) => columns.map((column) => points[row * dims + column])))
}

/** Two different columns of a table with `dims`: the pair itself where it is one, else the nearest choice that is. */
export function validPair([across, up]: readonly [number, number], dims: number): [number, number] {
  const first = across < dims ? across : 0
  if (up < dims && up !== first) return [first, up]
  return [first, first === 0 ? Math.min(1, dims - 1) : 0]
}

/** The index of the point nearest to the pointer on the screen and within `reach` pixels, or −1. `at` is [n, 2] in pixels. */
export function nearestPoint(at: Float32Array, x: number, y: number, reach: number): number {
  let best = -1
  let least = reach * reach
  for (let i = 0; i < at.length / 2; i++) {
    const distance = (at[2 * i] - x) ** 2 + (at[2 * i + 1] - y) ** 2
    if (distance <= least) [best, least] = [i, distance]
  }
  return best
}
