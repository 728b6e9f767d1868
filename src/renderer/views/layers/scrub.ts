/** Where the layer scrubber stands and stops. t runs from 0 (z) to K (x). */

/** Let go this near to a stop, in layers, the handle goes to it. */
export const SNAP = 0.2
/** A step with Shift held, in layers. */
export const FINE = 0.1
/** How long it plays from z to x, in seconds: half a second a layer, within reason. */
const PER_LAYER = 0.7
const [LEAST, MOST] = [2, 10] as const

/** −1 from x to z. */
export type Direction = 1 | -1

export const clampLayer = (t: number, K: number): number => Math.min(K, Math.max(0, t))

/** t, or the stop next to it where that is near. */
export function snapped(t: number, K: number): number {
  const stop = Math.round(t)
  return clampLayer(Math.abs(t - stop) <= SNAP ? stop : t, K)
}

/** The next stop in a direction; from between two stops it is the nearer end of the way. */
export const nextStop = (t: number, K: number, direction: Direction): number =>
  clampLayer(direction > 0 ? Math.floor(t + 1e-9) + 1 : Math.ceil(t - 1e-9) - 1, K)

/** A tenth of a layer on, on a grid of tenths, so that many steps add up to whole layers. */
export const fineStep = (t: number, K: number, direction: Direction): number =>
  clampLayer((Math.round(t / FINE) + direction) / Math.round(1 / FINE), K)

export const playSeconds = (K: number): number => Math.min(MOST, Math.max(LEAST, PER_LAYER * K))

/** Where playing has come to after `seconds`, and whether it is at its end. */
export function played(t: number, K: number, seconds: number, direction: Direction, loop: boolean) {
  const to = t + (direction * K * seconds) / playSeconds(K)
  const end = direction > 0 ? to >= K : to <= 0
  if (!end) return { t: to, ended: false }
  // A loop stands at its end for one picture before it begins again.
  const atEnd = t === (direction > 0 ? K : 0)
  if (loop && atEnd) return { t: direction > 0 ? 0 : K, ended: false }
  return { t: direction > 0 ? K : 0, ended: !loop }
}
