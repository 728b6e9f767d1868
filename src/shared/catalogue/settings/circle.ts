import type { CoordinateRange } from '../types'

/** A circle cut open at ±π. */
export const circle: CoordinateRange = { from: -Math.PI, to: Math.PI, closed: true }
