import type { Interval } from '../bounds'
import { densityLevels } from '../levels'

/** Counts of two columns in `bins` × `bins` equal cells: x fastest, row 0 at the bottom. */
export interface Histogram2d {
  readonly bins: number
  readonly counts: Float32Array
  /** Points inside. */
  readonly total: number
}

/** Bins columns `i` and `j` of points [n, D] row-major; what lies outside of the ranges is not counted. */
export function histogram2d(
  points: Float32Array,
  dims: number,
  [i, j]: readonly [number, number],
  [x, y]: readonly [Interval, Interval],
  bins: number,
): Histogram2d {
  const counts = new Float32Array(bins * bins)
  const [perX, perY] = [bins / (x.max - x.min), bins / (y.max - y.min)]
  let total = 0
  for (let row = 0; row + dims <= points.length; row += dims) {
    const column = Math.floor((points[row + i] - x.min) * perX)
    const line = Math.floor((points[row + j] - y.min) * perY)
    if (!(column >= 0 && column < bins && line >= 0 && line < bins)) continue
    counts[line * bins + column]++
    total++
  }
  return { bins, counts, total }
}

/** The counts spread over their neighbours with the weights 1 4 6 4 1 along both axes; nothing leaves the grid. */
export function smoothed({ bins, counts, total }: Histogram2d): Histogram2d {
  const weights = [1, 4, 6, 4, 1].map((w) => w / 16)
  const pass = (from: Float32Array, stride: number, across: number): Float32Array => {
    const to = new Float32Array(from.length)
    for (let line = 0; line < bins; line++) {
      for (let at = 0; at < bins; at++) {
        const value = from[line * across + at * stride]
        if (value === 0) continue
        weights.forEach((weight, k) => {
          const inside = Math.min(bins - 1, Math.max(0, at + k - 2))
          to[line * across + inside * stride] += weight * value
        })
      }
    }
    return to
  }
  return { bins, counts: pass(pass(counts, 1, bins), bins, 1), total }
}

/** The counts above which the fullest cells hold each of `masses` (ascending) of the points; null where none do. */
export function countLevels({ counts, total }: Histogram2d, masses: readonly number[]): readonly (number | null)[] {
  if (total === 0) return masses.map(() => null)
  return densityLevels(counts.map(Math.log), 1 / total, masses).logDensity.map((level) =>
    level === null ? null : Math.exp(level),
  )
}
