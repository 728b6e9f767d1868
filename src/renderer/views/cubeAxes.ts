import { tickLabel } from '../charts/numbers'
import { niceTicks } from '../charts/ticks'
import type { Interval } from './bounds'
import type { Vec3 } from './orbit'

/** The box that the cube [−1, 1]³ stands for: x = centre + half · u, per column. */
export interface Box {
  readonly centre: Vec3
  readonly half: Vec3
}

export type Point2 = readonly [number, number]

export interface CubeLabel {
  readonly at: Point2
  readonly text: string
  readonly kind: 'tick' | 'name' | 'name-up'
}

export interface CubeAxes {
  /** Edges and grid lines of the faces that are behind the data, as pairs of screen points. */
  readonly edges: readonly (readonly [Point2, Point2])[]
  readonly grid: readonly (readonly [Point2, Point2])[]
  readonly labels: readonly CubeLabel[]
}

/** A box around three columns; columns of comparable spread (within a factor 3) share one scale. */
export function boxOf(columns: readonly [Interval, Interval, Interval]): Box {
  const centre = columns.map(({ min, max }) => (min + max) / 2) as unknown as Vec3
  const halves = columns.map(({ min, max }) => Math.max((max - min) / 2, 1e-9) * 1.08)
  const [least, most] = [Math.min(...halves), Math.max(...halves)]
  return { centre, half: (most / least <= 3 ? [most, most, most] : halves) as unknown as Vec3 }
}

/** Points [n, 3] of natural units in the cube's coordinates. */
export function intoCube(points: Float32Array, { centre, half }: Box): Float32Array {
  return points.map((value, i) => (value - centre[i % 3]) / half[i % 3])
}

/**
 * Axes of the cube as seen from `eye`: grid lines on the faces behind the data, ticks along three edges of the
 * silhouette (the lowest for the two level axes, the leftmost for the upright one). `project` gives pixels.
 */
export function cubeAxes(box: Box, names: readonly string[], eye: Vec3, project: (point: Vec3) => Point2): CubeAxes {
  const hidden = (axis: number, side: 1 | -1): boolean => side * eye[axis] <= 1
  const edges: [Point2, Point2][] = []
  const grid: [Point2, Point2][] = []
  const labels: CubeLabel[] = []
  const middle = project([0, 0, 0])

  for (const axis of [0, 1, 2]) {
    const [a, b] = [0, 1, 2].filter((other) => other !== axis)
    const at = (t: number, sideA: number, sideB: number): Vec3 => {
      const point: [number, number, number] = [0, 0, 0]
      point[axis] = t
      point[a] = sideA
      point[b] = sideB
      return point
    }
    const parallel = ([-1, 1] as const).flatMap((sideA) =>
      ([-1, 1] as const).map((sideB) => ({
        sideA,
        sideB,
        hiddenFaces: Number(hidden(a, sideA)) + Number(hidden(b, sideB)),
        centre: project(at(0, sideA, sideB)),
      })),
    )
    for (const edge of parallel) {
      if (edge.hiddenFaces > 0) {
        edges.push([project(at(-1, edge.sideA, edge.sideB)), project(at(1, edge.sideA, edge.sideB))])
      }
    }
    const outline = parallel.filter((edge) => edge.hiddenFaces === 1)
    const candidates = outline.length > 0 ? outline : parallel
    const [ruler] = candidates.sort((p, q) => (axis === 2 ? p.centre[0] - q.centre[0] : q.centre[1] - p.centre[1]))
    const { values, decimals } = niceTicks(
      box.centre[axis] - box.half[axis],
      box.centre[axis] + box.half[axis],
      axis === 2 ? 5 : 4,
    )
    const outward = (point: Point2, by: number): Point2 => {
      const [dx, dy] = [ruler.centre[0] - middle[0], ruler.centre[1] - middle[1]]
      const length = Math.hypot(dx, dy) || 1
      return [point[0] + (by * dx) / length, point[1] + (by * dy) / length]
    }
    const ticks: CubeLabel[] = []
    for (const value of values) {
      const t = (value - box.centre[axis]) / box.half[axis]
      const tick = {
        at: outward(project(at(t, ruler.sideA, ruler.sideB)), 16),
        text: tickLabel(value, decimals),
        kind: 'tick',
      } as const
      // near a corner a number of another axis would be read on with it
      if (!labels.some((label) => touch(label, tick, 2))) ticks.push(tick)
      for (const face of [a, b]) {
        const side = hidden(face, 1) ? 1 : -1
        const end = (s: number): Point2 => project(face === a ? at(t, side, s) : at(t, s, side))
        grid.push([end(-1), end(1)])
      }
    }
    // The upright axis is named above its end, the level ones beside their middle.
    const text = names[axis] ?? ''
    if (axis === 2) labels.push(...ticks, { at: project(at(1.12, ruler.sideA, ruler.sideB)), text, kind: 'name-up' })
    else
      labels.push(
        ...ticks,
        clearOf(ticks, text, (by) => outward(ruler.centre, by)),
      )
  }
  return { edges, grid, labels }
}

/** Pixels from an axis to its name at least and at most, and by which it gives way to a tick's label. */
const NAME_AT = { least: 40, most: 100, step: 4 }
/** A letter and a line of a label in pixels, about. */
const LETTER = { width: 6.6, height: 14 }

/** The name of an axis, as near to it as no label of its ticks is touched. */
function clearOf(ticks: readonly CubeLabel[], text: string, place: (by: number) => Point2): CubeLabel {
  const touches = (at: Point2): boolean => ticks.some((tick) => touch(tick, { at, text }))
  let by = NAME_AT.least
  while (by < NAME_AT.most && touches(place(by))) by += NAME_AT.step
  return { at: place(by), text, kind: 'name' }
}

/** Whether two labels are less than so many letters apart. */
const touch = (a: Pick<CubeLabel, 'at' | 'text'>, b: Pick<CubeLabel, 'at' | 'text'>, letters = 1): boolean =>
  Math.abs(a.at[1] - b.at[1]) < LETTER.height &&
  Math.abs(a.at[0] - b.at[0]) < (LETTER.width * (a.text.length + b.text.length + letters)) / 2
