import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformed } from '../transformers/transformer'

/** Ends of an open interval; an infinite one is no bound. */
export type Range = readonly [low: number, high: number]

/**
 * A map of coordinates that lie in a range. Outside it the density is 0: ln of the slope is −∞, and the value is that of
 * a point inside, the same for all, so that it is finite and its gradient is zero, not NaN. NaN stays NaN.
 */
export function within(b: Builder, range: Range | undefined, x: Node, map: (inside: Node) => Transformed): Transformed {
  const outside = range && beyond(b, range, x)
  if (!outside) return map(x)
  const { value, logSlope } = map(b.select(outside, pointInside(range), x))
  return { value, logSlope: b.select(outside, -Infinity, logSlope ?? 0) }
}

/** Whether x lies on or beyond an end; null where there is no end. */
function beyond(b: Builder, [low, high]: Range, x: Node): Node | null {
  const below = low === -Infinity ? null : b.lessEqual(x, low)
  const above = high === Infinity ? null : b.lessEqual(high, x)
  return below && above ? b.or(below, above) : (below ?? above)
}

function pointInside([low, high]: Range): number {
  if (high === Infinity) return low + 1
  return low === -Infinity ? high - 1 : (low + high) / 2
}
