import type { Interval } from '../bounds'
import { histogramDensity } from '../curve'
import { isolines, type Isoline } from '../isolines'
import { countLevels, histogram2d, smoothed, type Histogram2d } from '../statistics/histogram2d'

/** Cells along a side of a pair's picture. */
export const PAIR_BINS = 28
export const MARGINAL_BINS = 28
/** Masses of the regions drawn of the data. */
export const DATA_MASSES = [0.5, 0.8] as const
/** Fewer rows than this are drawn as points: their regions would be noise. */
const LEAST_ROWS = 250

/** Data of one pair: lines around regions in units of cells, or the points themselves, in [0, 1]². */
export type PairMarks =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Isoline[])[] }
  | { readonly kind: 'points'; readonly points: Float32Array }

export function pairMarks(
  points: Float32Array,
  dims: number,
  [i, j]: readonly [number, number],
  [x, y]: readonly [Interval, Interval],
): PairMarks {
  const rows = points.length / dims
  if (rows < LEAST_ROWS) {
    const placed = new Float32Array(2 * rows)
    for (let row = 0; row < rows; row++) {
      placed[2 * row] = (points[row * dims + i] - x.min) / (x.max - x.min)
      placed[2 * row + 1] = (points[row * dims + j] - y.min) / (y.max - y.min)
    }
    return { kind: 'points', points: placed }
  }
  const counts = pairCounts(points, dims, [i, j], [x, y])
  const lines = countLevels(counts, DATA_MASSES).map((level) =>
    level === null ? [] : isolines(counts.counts, counts.bins, counts.bins, level),
  )
  return { kind: 'lines', lines }
}

/** A pair's counts, smoothed to what so many points can tell. */
export const pairCounts = (
  points: Float32Array,
  dims: number,
  pair: readonly [number, number],
  ranges: readonly [Interval, Interval],
): Histogram2d => smoothed(histogram2d(points, dims, pair, ranges, PAIR_BINS))

/** One axis's own density, in equal bins over its range. */
export function marginal(points: Float32Array, dims: number, column: number, range: Interval): Float64Array {
  const values = Float32Array.from({ length: points.length / dims }, (_, row) => points[row * dims + column])
  return histogramDensity(values, range, MARGINAL_BINS)
}
