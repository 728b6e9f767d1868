import { quantile } from '../../../math/quantiles'

/** Counts in equal bins from `from` to `to`; the last bin has both of its ends. */
export interface Histogram {
  readonly from: number
  readonly to: number
  readonly counts: readonly number[]
}

/** As many bins as a column of the screen can show. */
const MOST_BINS = 120

/** A bin around each place of a grid, where values on a grid are few enough to show; null where they are not. */
export function gridHistogram(sorted: Float64Array, step: number): Histogram | null {
  const [from, to] = [sorted[0], sorted[sorted.length - 1]]
  const bins = Math.round((to - from) / step) + 1
  if (bins > MOST_BINS) return null
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) counts[Math.round((value - from) / step)]++
  return { from: from - step / 2, to: to + step / 2, counts }
}

/**
 * Bins of the width of Freedman & Diaconis (1981), 2 IQR n^(−1/3), or by Sturges' rule where the middle half is one value. Of
 * at least one value; `sorted` rises.
 */
export function histogram(sorted: Float64Array, most = MOST_BINS): Histogram {
  const count = sorted.length
  const [from, to] = [sorted[0], sorted[count - 1]]
  if (from === to) return { from: from - 0.5, to: to + 0.5, counts: [count] }
  const width = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(count)
  const wanted = width > 0 ? Math.ceil((to - from) / width) : Math.ceil(Math.log2(count)) + 1
  const bins = Math.min(most, Math.max(1, wanted))
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) counts[Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins))]++
  return { from, to, counts }
}
