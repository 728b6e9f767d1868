/**
 * Points carried through the stack: where each is at every layer, and between layers on the straight line. Layer 0 is z,
 * layer k lies after the k-th block from z, layer K is x.
 */
export interface LayerPaths {
  readonly step: number
  readonly dims: number
  /** Points n. */
  readonly count: number
  /** Blocks K: there are K + 1 layers. */
  readonly blocks: number
  /** [K + 1, n, D] in drawn coordinates. */
  readonly positions: Float32Array
  /** [K + 1, n]: log|det ∂layer/∂z| in nats. */
  readonly logDet: Float32Array
}

/** The two layers around t and how far it is from the one to the other. */
export interface Between {
  readonly below: number
  readonly above: number
  readonly fraction: number
}

export function between(t: number, blocks: number): Between {
  const at = Math.min(blocks, Math.max(0, t))
  const below = Math.floor(at)
  return { below, above: Math.min(blocks, below + 1), fraction: at - below }
}

/** Positions [n, D] at t, into `out` where it has the room: nothing is made anew while the scrubber moves. */
export function positionsAt(paths: LayerPaths, t: number, out?: Float32Array): Float32Array {
  const { positions, count, dims, blocks } = paths
  const size = count * dims
  const to = out?.length === size ? out : new Float32Array(size)
  const { below, above, fraction } = between(t, blocks)
  const [from, next] = [below * size, above * size]
  if (fraction === 0) {
    to.set(positions.subarray(from, from + size))
    return to
  }
  for (let i = 0; i < size; i++) to[i] = positions[from + i] + fraction * (positions[next + i] - positions[from + i])
  return to
}

/** Where point `index` is at t: [D]. */
export function placeAt({ positions, count, dims, blocks }: LayerPaths, index: number, t: number): Float32Array {
  const { below, above, fraction } = between(t, blocks)
  const row = (k: number): number => (k * count + index) * dims
  return Float32Array.from({ length: dims }, (_, d) =>
    mix(positions[row(below) + d], positions[row(above) + d], fraction),
  )
}

/** Where point `index` is at each layer: [K + 1, D]. */
export function pathOf({ positions, count, dims, blocks }: LayerPaths, index: number): Float32Array {
  const path = new Float32Array((blocks + 1) * dims)
  for (let k = 0; k <= blocks; k++) {
    const row = (k * count + index) * dims
    path.set(positions.subarray(row, row + dims), k * dims)
  }
  return path
}

/** The paths of some of the points, in the given order; those that are not there are left out. */
export function somePaths(paths: LayerPaths, rows: readonly number[]): LayerPaths {
  const { count, dims, blocks, positions, logDet } = paths
  const there = rows.filter((row) => row < count)
  const n = there.length
  const some = { ...paths, count: n, positions: new Float32Array((blocks + 1) * n * dims), logDet: new Float32Array((blocks + 1) * n) } // prettier-ignore
  for (let k = 0; k <= blocks; k++) {
    there.forEach((row, i) => {
      const at = k * count + row
      some.positions.set(positions.subarray(at * dims, (at + 1) * dims), (k * n + i) * dims)
      some.logDet[k * n + i] = logDet[at]
    })
  }
  return some
}

/** log|det| from z up to t of one point, interpolated as its place is. */
export function logDetAt({ logDet, count, blocks }: LayerPaths, index: number, t: number): number {
  const { below, above, fraction } = between(t, blocks)
  return mix(logDet[below * count + index], logDet[above * count + index], fraction)
}

/** The mean over all points of log|det| from z up to t; points at which it is no number are left out. */
export function meanLogDet({ logDet, count, blocks }: LayerPaths, t: number): number {
  const { below, above, fraction } = between(t, blocks)
  let [sum, n] = [0, 0]
  for (let i = 0; i < count; i++) {
    const value = mix(logDet[below * count + i], logDet[above * count + i], fraction)
    if (!Number.isFinite(value)) continue
    sum += value
    n++
  }
  return n === 0 ? NaN : sum / n
}

/** The mean place of points [n, D], for those who cannot see them. */
export function meanPlace(points: Float32Array, dims: number): readonly number[] {
  const sums = new Array<number>(dims).fill(0)
  points.forEach((value, i) => (sums[i % dims] += value))
  return sums.map((sum) => (sum * dims) / points.length)
}

const mix = (a: number, b: number, fraction: number): number => (fraction === 0 ? a : a + fraction * (b - a))
