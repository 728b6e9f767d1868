import type { Interval } from '../bounds'

/** Shortest strip, as a fraction of the axis. */
const LEAST = 0.002

/** The strip moved by `by`, stopping at the ends of the axis with its width kept. */
export function moved({ min, max }: Interval, by: number, axis: Interval): Interval {
  const shift = Math.min(axis.max - max, Math.max(axis.min - min, by))
  return { min: min + shift, max: max + shift }
}

/** The strip with its upper end moved by `by`: never shorter than can be seen, never past the axis. */
export function widened({ min, max }: Interval, by: number, axis: Interval): Interval {
  const least = LEAST * (axis.max - axis.min)
  const end = Math.min(axis.max, Math.max(min + least, max + by))
  return { min: Math.min(min, end - least), max: end }
}
