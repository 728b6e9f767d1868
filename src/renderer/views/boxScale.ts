import { tickLabel } from '../charts/numbers'
import type { Box } from './cubeAxes'

/** The natural value that a place of the cube along an axis stands for, and back. */
export const naturalOf = (box: Box, axis: number, at: number): number => box.centre[axis] + box.half[axis] * at
export const cubeOf = (box: Box, axis: number, value: number): number => (value - box.centre[axis]) / box.half[axis]

const digit = (box: Box, axis: number): number => Math.floor(Math.log10(2 * box.half[axis])) - 2

/** A round step along an axis: the power of ten that goes a hundred to a thousand times into it. */
export const roundStep = (box: Box, axis: number): number => Number((10 ** digit(box, axis)).toPrecision(1))

/** A place along an axis in words, to that step. */
export const placeWords = (box: Box, axis: number, at: number): string =>
  tickLabel(naturalOf(box, axis, at), Math.max(0, -digit(box, axis)))

/** The box as a view's bounds: [xMin, xMax, yMin, yMax, zMin, zMax]. */
export const boundsOf = (box: Box): [number, number, number, number, number, number] => [
  naturalOf(box, 0, -1),
  naturalOf(box, 0, 1),
  naturalOf(box, 1, -1),
  naturalOf(box, 1, 1),
  naturalOf(box, 2, -1),
  naturalOf(box, 2, 1),
]
