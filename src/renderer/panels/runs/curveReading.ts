import type { Series } from './curveSeries'

/** A point of a curve. */
export interface Read {
  readonly x: number
  readonly loss: number
  readonly step: number
}

/** How many of ascending values are at most `limit`. */
function upTo(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** The place of a point of any curve that is closest to `x`; null where there are none. */
export function nearest(series: readonly Series[], x: number): number | null {
  const beside = series.flatMap(({ x: places }) => {
    const after = upTo(places, x)
    return places.slice(Math.max(0, after - 1), after + 1)
  })
  return beside.reduce<number | null>(
    (best, place) => (best === null || Math.abs(place - x) < Math.abs(best - x) ? place : best),
    null,
  )
}

/** The next place of a point of any curve on one side of `x`; `x` itself where there is none. */
export function beside(series: readonly Series[], x: number, side: 'before' | 'after'): number {
  const next = series.flatMap(({ x: places }) => {
    const after = upTo(places, x)
    const before = places[after - 1] === x ? after - 2 : after - 1
    return places[side === 'after' ? after : before] ?? []
  })
  if (next.length === 0) return x
  return side === 'after' ? Math.min(...next) : Math.max(...next)
}

/** From the first point of any curve to the last of all; null where there are none. */
export function spanOf(series: readonly Series[]): readonly [first: number, last: number] | null {
  const ends = series.flatMap(({ x }) => (x.length > 0 ? [x[0], x[x.length - 1]] : []))
  return ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : null
}

/** What a curve was last measured at, seen from `x`; null before its first point and after its last. */
export function readAt({ x: places, losses, steps }: Series, x: number): Read | null {
  const i = upTo(places, x) - 1
  if (i < 0 || x > places[places.length - 1]) return null
  return { x: places[i], loss: losses[i], step: steps[i] }
}
