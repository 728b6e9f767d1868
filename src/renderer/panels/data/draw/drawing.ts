import type { DataSource } from '@shared/document/schema'
import { decodeFloat32, encodeFloat32 } from '@shared/document/float32'
import { jitter } from './jitter'

export type DrawnTable = Extract<DataSource, { kind: 'table' }>

/** The plane is the square [−SIDE, SIDE]². */
export const SIDE = 3
/** As many as can be drawn again after each stroke, and as a data set by hand needs. */
export const MOST_POINTS = 20_000
/** Room for the points of a dab in the sequence that they are taken from. */
const MOST_A_DAB = 1000
/** Fewer rows cannot be split for training and validation. */
export const FEWEST_POINTS = 10

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Brush {
  /** Radius, in units of the plane. */
  readonly size: number
  /** Points a dab. */
  readonly density: number
  readonly erases: boolean
}

/** Points of one dab of the brush: uniform over its disc, those outside the plane left out. `seed` and the dab's number set them. */
export function dab(at: Point, { size, density }: Brush, seed: number, number: number): readonly Point[] {
  const points = Array.from({ length: density }, (_, i) => {
    const place = 2 * (MOST_A_DAB * number + i)
    const radius = size * Math.sqrt(jitter(seed, place))
    const angle = 2 * Math.PI * jitter(seed, place + 1)
    return { x: at.x + radius * Math.cos(angle), y: at.y + radius * Math.sin(angle) }
  })
  return points.filter(({ x, y }) => Math.abs(x) <= SIDE && Math.abs(y) <= SIDE)
}

/** The points after a dab: more of them, up to the most that there may be, or fewer where it erases. */
export function dabbed(
  points: readonly Point[],
  at: Point,
  brush: Brush,
  seed: number,
  number: number,
): readonly Point[] {
  if (brush.erases) return points.filter(({ x, y }) => Math.hypot(x - at.x, y - at.y) > brush.size)
  return [...points, ...dab(at, brush, seed, number)].slice(0, MOST_POINTS)
}

/** Dabs along a stroke, half a brush apart, without its beginning, which was dabbed before. */
export function along(from: Point, to: Point, size: number): readonly Point[] {
  const count = Math.floor(Math.hypot(to.x - from.x, to.y - from.y) / (size / 2))
  const at = (i: number): Point => ({
    x: from.x + ((to.x - from.x) * i) / count,
    y: from.y + ((to.y - from.y) * i) / count,
  })
  return Array.from({ length: count }, (_, i) => at(i + 1))
}

/** The points as a table that the document carries, of the columns x and y, as an imported one is. */
export const tableOf = (points: readonly Point[], name: string): DrawnTable => ({
  kind: 'table',
  name,
  columns: ['x', 'y'],
  classes: [null, null],
  rows: encodeFloat32(points.flatMap(({ x, y }) => [x, y])),
})

/** The points of a table that can be drawn on: two columns of numbers, all within the plane; null of any other source. */
export function pointsOf(source: DataSource): readonly Point[] | null {
  if (source.kind !== 'table' || source.columns.length !== 2) return null
  if (source.classes.some((classes) => classes !== null)) return null
  const rows = decodeFloat32(source.rows)
  if (rows === null || rows.length > 2 * MOST_POINTS) return null
  if (rows.some((value) => !(Math.abs(value) <= SIDE))) return null
  return Array.from({ length: rows.length / 2 }, (_, i) => ({ x: rows[2 * i], y: rows[2 * i + 1] }))
}
