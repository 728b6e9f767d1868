/**
 * Points carried through the stack: where each is at every layer, and on the way through continuous blocks. Between these
 * places they are drawn on the straight line. Layer 0 is z, layer k lies after the k-th block from z, layer K is x.
 */
export interface LayerPaths {
  readonly step: number
  readonly dims: number
  /** Points n. */
  readonly count: number
  /** Blocks K. */
  readonly blocks: number
  /** [L], ascending: 0 … K, and between k − 1 and k where block k is continuous. */
  readonly t: Float32Array
  /** [L, n, D] in drawn coordinates. */
  readonly positions: Float32Array
  /** [L, n]: log|det ∂place/∂z| in nats. */
  readonly logDet: Float32Array
}

/** The two places around t, by their indices, and how far it is from the one to the other. */
export interface Between {
  readonly below: number
  readonly above: number
  readonly fraction: number
}

/** Of places at `known` t. */
export function between(t: number, known: Float32Array): Between {
  const last = known.length - 1
  if (!(t > known[0])) return { below: 0, above: Math.min(1, last), fraction: 0 }
  if (t >= known[last]) return { below: last, above: last, fraction: 0 }
  let below = 0
  for (let above = last; above - below > 1;) {
    const middle = (below + above) >> 1
    if (known[middle] <= t) below = middle
    else above = middle
  }
  return { below, above: below + 1, fraction: (t - known[below]) / (known[below + 1] - known[below]) }
}

/** Whether t lies within a block whose own path is known. */
export function onPath({ t: known }: LayerPaths, t: number): boolean {
  const { below, above } = between(t, known)
  return !Number.isInteger(t) && known[above] - known[below] < 1
}

/** Positions [n, D] at t, into `out` where it has the room: nothing is made anew while the scrubber moves. */
export function positionsAt(paths: LayerPaths, t: number, out?: Float32Array): Float32Array {
  const { positions, count, dims } = paths
  const size = count * dims
  const to = out?.length === size ? out : new Float32Array(size)
  const { below, above, fraction } = between(t, paths.t)
  const [from, next] = [below * size, above * size]
  if (fraction === 0) {
    to.set(positions.subarray(from, from + size))
    return to
  }
  for (let i = 0; i < size; i++) to[i] = positions[from + i] + fraction * (positions[next + i] - positions[from + i])
  return to
}

/** Where point `index` is at t: [D]. */
export function placeAt({ positions, count, dims, t: known }: LayerPaths, index: number, t: number): Float32Array {
  const { below, above, fraction } = between(t, known)
  const row = (k: number): number => (k * count + index) * dims
  return Float32Array.from({ length: dims }, (_, d) =>
    mix(positions[row(below) + d], positions[row(above) + d], fraction),
  )
}

/** All known places of point `index`: [L, D]. */
export function pathOf({ positions, count, dims, t }: LayerPaths, index: number): Float32Array {
  const path = new Float32Array(t.length * dims)
  for (let k = 0; k < t.length; k++) {
    const row = (k * count + index) * dims
    path.set(positions.subarray(row, row + dims), k * dims)
  }
  return path
}

/** The paths of some of the points, in the given order; those that are not there are left out. */
export function somePaths(paths: LayerPaths, rows: readonly number[]): LayerPaths {
  const { count, dims, t, positions, logDet } = paths
  const there = rows.filter((row) => row < count)
  const n = there.length
  const some = { ...paths, count: n, positions: new Float32Array(t.length * n * dims), logDet: new Float32Array(t.length * n) } // prettier-ignore
  for (let k = 0; k < t.length; k++) {
    there.forEach((row, i) => {
      const at = k * count + row
      some.positions.set(positions.subarray(at * dims, (at + 1) * dims), (k * n + i) * dims)
      some.logDet[k * n + i] = logDet[at]
    })
  }
  return some
}

/** log|det| from z up to t of one point, interpolated as its place is. */
export function logDetAt({ logDet, count, t: known }: LayerPaths, index: number, t: number): number {
  const { below, above, fraction } = between(t, known)
  return mix(logDet[below * count + index], logDet[above * count + index], fraction)
}

/** The mean over all points of log|det| from z up to t; points at which it is no number are left out. */
export function meanLogDet({ logDet, count, t: known }: LayerPaths, t: number): number {
  const { below, above, fraction } = between(t, known)
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
