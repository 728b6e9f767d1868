import type { Interval } from '../bounds'

/** An interval on some of the axes, by column: rows inside of all of them are marked. */
export type Brushes = ReadonlyMap<number, Interval>

/** Which rows of points [n, D] are inside of every brush; all of them where there is none. */
export function markedRows(points: Float32Array, dims: number, brushes: Brushes): Uint8Array {
  const n = Math.floor(points.length / dims)
  const marked = new Uint8Array(n).fill(1)
  for (const [column, { min, max }] of brushes) {
    for (let row = 0; row < n; row++) {
      const value = points[row * dims + column]
      if (!(value >= min && value <= max)) marked[row] = 0
    }
  }
  return marked
}

export const countMarked = (marked: Uint8Array): number => marked.reduce((sum, is) => sum + is, 0)

/** The brushes with one set, or taken away where it is null. */
export function withBrush(brushes: Brushes, column: number, brush: Interval | null): Brushes {
  const next = new Map(brushes)
  if (brush === null) next.delete(column)
  else next.set(column, brush)
  return next
}
