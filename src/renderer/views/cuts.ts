import type { Point2 } from './cubeAxes'
import type { Vec3 } from './orbit'

/** How the cube [−1, 1]³ is cut open: a slice across each axis, and what is kept along each. */
export interface Cuts {
  readonly slices: readonly Slice[]
  /** Per axis the part of the volume that is drawn, [low, high] within [−1, 1]. */
  readonly clip: readonly (readonly [number, number])[]
}

export interface Slice {
  readonly shown: boolean
  /** In [−1, 1]. */
  readonly at: number
}

export const noCuts: Cuts = {
  slices: [0, 1, 2].map(() => ({ shown: false, at: 0 })),
  clip: [0, 1, 2].map(() => [-1, 1]),
}

/** The cuts with one axis' slice changed. */
export function withSlice(cuts: Cuts, axis: number, change: Partial<Slice>): Cuts {
  const changed = { ...cuts.slices[axis], ...change }
  return {
    ...cuts,
    slices: cuts.slices.with(axis, { ...changed, at: Math.min(1, Math.max(-1, changed.at)) }),
  }
}

export const withClip = (cuts: Cuts, axis: number, range: readonly [number, number]): Cuts => ({
  ...cuts,
  clip: cuts.clip.with(axis, range),
})

export const isSliced = ({ slices }: Cuts): boolean => slices.some(({ shown }) => shown)

export const isClipped = ({ clip }: Cuts): boolean => clip.some(([low, high]) => low > -1 || high < 1)

/** A cloud of points in natural units and in the cube, [n, 3] each, row by row. */
export interface SpaceCloud {
  readonly natural: Float32Array
  readonly cube: Float32Array
}

/** The points of a cloud that lie in what is kept. `within`: the cube holds all of the cloud. */
export function kept(cloud: SpaceCloud, cuts: Cuts, within = true): SpaceCloud {
  if (within && !isClipped(cuts)) return cloud
  const { cube } = cloud
  const rows: number[] = []
  for (let row = 0; row < cube.length / 3; row++) {
    if (cuts.clip.every(([low, high], axis) => cube[3 * row + axis] >= low && cube[3 * row + axis] <= high)) {
      rows.push(row)
    }
  }
  const taken = (from: Float32Array): Float32Array =>
    Float32Array.from({ length: 3 * rows.length }, (_, i) => from[3 * rows[Math.floor(i / 3)] + (i % 3)])
  return { cube: taken(cube), natural: taken(cloud.natural) }
}

/** A half line; distances along it are in units of `direction`. */
export interface Ray {
  readonly origin: Vec3
  readonly direction: Vec3
}

/** Where a ray is in a box, [near, far] with near ≥ 0, by the slab test; null where it misses. The shader does the same. */
export function rayInBox({ origin, direction }: Ray, clip: Cuts['clip']): readonly [number, number] | null {
  let [near, far] = [0, Infinity]
  for (let axis = 0; axis < 3; axis++) {
    const inverse = 1 / direction[axis]
    const a = (clip[axis][0] - origin[axis]) * inverse
    const b = (clip[axis][1] - origin[axis]) * inverse
    // Along a face 0 · ∞ is no number: such a ray is between the slab's planes or it is not.
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    near = Math.max(near, Math.min(a, b))
    far = Math.min(far, Math.max(a, b))
  }
  return near < far ? [near, far] : null
}

/** The point of the foremost slice that a ray hits, or null. */
export function sliceUnder({ origin, direction }: Ray, { slices }: Cuts): Vec3 | null {
  let nearest = Infinity
  let found: Vec3 | null = null
  slices.forEach(({ shown, at }, axis) => {
    const distance = (at - origin[axis]) / direction[axis]
    if (!shown || !(distance > 0 && distance < nearest)) return
    const point = origin.map((start, i) => (i === axis ? at : start + distance * direction[i]))
    if (point.some((value) => Math.abs(value) > 1)) return
    nearest = distance
    found = point as unknown as Vec3
  })
  return found
}

/** Where the handle of a slice is on the screen, and which way over it the slice moves by one unit. */
export interface Handle {
  readonly at: Point2
  readonly along: Point2
}

/**
 * The handle of the slice across `axis`: on the cube's edge along it that is uppermost on the screen, for the upright
 * axis on the rightmost. Ticks are on the opposite edges.
 */
export function sliceHandle(axis: number, at: number, project: (point: Vec3) => Point2): Handle {
  const on = (value: number, sideA: number, sideB: number): Point2 => {
    const point: [number, number, number] = [0, 0, 0]
    const [a, b] = [0, 1, 2].filter((other) => other !== axis)
    point[axis] = value
    point[a] = sideA
    point[b] = sideB
    return project(point)
  }
  const sides = [-1, 1].flatMap((sideA) => [-1, 1].map((sideB) => [sideA, sideB] as const))
  const rank = ([x, y]: Point2): number => (axis === 2 ? -x : y)
  const [edge] = sides.sort((p, q) => rank(on(0, ...p)) - rank(on(0, ...q)))
  const [from, to] = [on(-1, ...edge), on(1, ...edge)]
  return { at: on(at, ...edge), along: [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2] }
}

/** How far a slice goes when its handle is dragged by so many pixels: along its axis as seen. */
export function draggedBy({ along: [ax, ay] }: Handle, [dx, dy]: Point2): number {
  const length = ax * ax + ay * ay
  // Seen end on, an axis has no length on the screen, and a drag no meaning.
  return length < 1 ? 0 : (dx * ax + dy * ay) / length
}
