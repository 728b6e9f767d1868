import { Random } from '../../math/random'

/** The same rows get the same noise each time they are loaded. */
const SEED = 1

/** How far from the grid values may lie, in steps, and the most steps of a grid that can be told from none. */
const [OFF_GRID, MOST_STEPS] = [0.02, 100_000]

/** The step of the grid on which all of the values lie, `sorted` in rising order; null where they lie on none. */
export function gridWidth(sorted: Float64Array): number | null {
  let gap = Infinity
  for (let i = 1; i < sorted.length; i++) if (sorted[i] > sorted[i - 1]) gap = Math.min(gap, sorted[i] - sorted[i - 1])
  const range = sorted[sorted.length - 1] - sorted[0]
  if (!(range / gap < MOST_STEPS)) return null
  // the whole range has more digits than one gap, which float32 may have rounded
  const width = range / Math.round(range / gap)
  const onGrid = sorted.every((value) => {
    const steps = (value - sorted[0]) / width
    return Math.abs(steps - Math.round(steps)) <= OFF_GRID
  })
  return onGrid ? Number(width.toPrecision(6)) : null
}

/**
 * Adds noise uniform on [−width/2, width/2) to columns of rows [n, stride], in place; a width of 0 adds none. The mean of
 * −ln p over the noise, less Σ ln width, is then a bound from above of −ln P, P the probability of the value's own cell
 * (Theis, van den Oord & Bethge 2015, arXiv:1511.01844, who add [0, 1) to whole numbers).
 */
export function addNoise(rows: Float64Array, stride: number, width: readonly number[]): void {
  width.forEach((each, d) => {
    if (each === 0) return
    const random = new Random(SEED).fork(`dequantise ${d}`)
    for (let at = d; at < rows.length; at += stride) rows[at] += each * (random.uniform() - 0.5)
  })
}
