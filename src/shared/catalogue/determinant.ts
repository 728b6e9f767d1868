import { invertMatrix } from '../math/matrix'

/** det M of a matrix given row by row; 0 where it is singular to working precision, null where the list is no square. */
export function determinant(entries: readonly number[]): number | null {
  const side = Math.round(Math.sqrt(entries.length))
  if (side === 0 || side * side !== entries.length) return null
  const inverted = invertMatrix(entries, side)
  return inverted ? inverted.sign * Math.exp(inverted.logAbsDet) : 0
}
