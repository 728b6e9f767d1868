import { DataUtils } from 'three'
import type { DensityGrid } from './grid'
import type { Vec3 } from './orbit'

/** [xMin, xMax, yMin, yMax, zMin, zMax] in natural units. */
export type Bounds3 = readonly [number, number, number, number, number, number]

/** log p in nats on a grid over `bounds`: x fastest, then y, then z, nodes at the ends of all three axes. */
export interface VolumeGrid {
  readonly step: number
  readonly bounds: Bounds3
  readonly resolution: number
  readonly logDensity: Float32Array
}

/** Nats below the densest node at which a texture ends: e⁻²⁴ of the peak is nothing in every mode. */
const DEPTH = 24

/** Volume that one node within the grid stands for. */
export function cellVolume({ bounds: [x0, x1, y0, y1, z0, z1], resolution }: VolumeGrid): number {
  return ((x1 - x0) * (y1 - y0) * (z1 - z0)) / (resolution - 1) ** 3
}

/** The highest finite log density, 0 where there is none; and how many values are no numbers. */
export function survey(logDensity: Float32Array): { readonly top: number; readonly holes: number } {
  let top = -Infinity
  let holes = 0
  for (const value of logDensity) {
    if (value > top && value < Infinity) top = value
    if (Number.isNaN(value)) holes++
  }
  return { top: top === -Infinity ? 0 : top, holes }
}

/**
 * The grid for a texture, of floats or of half floats (in 16 bits): nats below `top`, no lower than −24. Shaders
 * interpolate and take exp after that, as the read-out does. What is no number counts as no density.
 */
export function fillTexels(texels: Float32Array | Uint16Array, logDensity: Float32Array, top: number): void {
  const inHalf = texels instanceof Uint16Array
  for (let i = 0; i < logDensity.length; i++) {
    const below = logDensity[i] - top
    const value = below > -DEPTH ? Math.min(below, 0) : -DEPTH
    texels[i] = inHalf ? DataUtils.toHalfFloat(value) : value
  }
}

/** log p at a point by trilinear interpolation of the grid; null outside of it. */
export function interpolateVolume({ bounds, resolution: n, logDensity }: VolumeGrid, point: Vec3): number | null {
  const cell: number[] = []
  const within: number[] = []
  for (let axis = 0; axis < 3; axis++) {
    const [low, high] = [bounds[2 * axis], bounds[2 * axis + 1]]
    const at = ((point[axis] - low) / (high - low)) * (n - 1)
    if (!(at >= 0 && at <= n - 1)) return null
    cell.push(Math.min(n - 2, Math.floor(at)))
    within.push(at - cell[axis])
  }
  let sum = 0
  for (let corner = 0; corner < 8; corner++) {
    const [i, j, k] = [corner & 1, (corner >> 1) & 1, corner >> 2]
    const weight = share(within[0], i) * share(within[1], j) * share(within[2], k)
    // A corner without weight has no say, even where its density is zero.
    if (weight > 0) sum += weight * logDensity[((cell[2] + k) * n + cell[1] + j) * n + cell[0] + i]
  }
  return sum
}

/** Of the box, what the box around a region may fill and still be seen well. */
const CROWDED = 0.15 ** 3

/** Whether all places of at least this log density lie in so small a part of the grid's box that it looks empty. */
export function isCrowded({ resolution: n, logDensity }: VolumeGrid, level: number): boolean {
  const [low, high] = [
    [n, n, n],
    [-1, -1, -1],
  ]
  for (let at = 0; at < logDensity.length; at++) {
    if (!(logDensity[at] >= level)) continue
    const place = [at % n, Math.floor(at / n) % n, Math.floor(at / (n * n))]
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], place[axis])
      high[axis] = Math.max(high[axis], place[axis])
    }
  }
  const sides = low.map((from, axis) => (high[axis] - from) / (n - 1))
  return sides.every((side) => side >= 0) && sides[0] * sides[1] * sides[2] < CROWDED
}

const share = (within: number, side: number): number => (side === 1 ? within : 1 - within)

/** The two axes of the plane that a slice across `axis` lies in: to the right and up. */
export const planeAxes = (axis: number): readonly [number, number] =>
  axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1]

/**
 * The slice across `axis` at a place `at` ∈ [−1, 1] of the grid's box, linear between its nodes, as a density over the
 * plane of the other two. Its bounds are the cube's, [−1, 1]².
 */
export function sliceOf({ step, resolution: n, logDensity }: VolumeGrid, axis: number, at: number): DensityGrid {
  const strides = [1, n, n * n]
  const [across, up] = planeAxes(axis)
  const place = Math.min(1, Math.max(0, (at + 1) / 2)) * (n - 1)
  const node = Math.min(n - 2, Math.floor(place))
  const within = place - node
  const values = new Float32Array(n * n)
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const before = node * strides[axis] + i * strides[across] + j * strides[up]
      const low = within < 1 ? (1 - within) * logDensity[before] : 0
      values[j * n + i] = low + (within > 0 ? within * logDensity[before + strides[axis]] : 0)
    }
  }
  return { step, bounds: [-1, 1, -1, 1], resolution: n, logDensity: values }
}
