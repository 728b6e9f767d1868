import type { Bounds } from './bounds'

/** log p in nats on a square grid over `bounds`: row 0 at yMin, x fastest, nodes at the ends of both axes. */
export interface DensityGrid {
  readonly step: number
  readonly bounds: Bounds
  readonly resolution: number
  readonly logDensity: Float32Array
}

/** Any numbers on such a grid. */
export interface ValueGrid {
  readonly bounds: Bounds
  readonly resolution: number
  readonly values: Float32Array
}

/** log p at a point by bilinear interpolation of the grid; null outside of it. */
export const interpolate = ({ bounds, resolution, logDensity }: DensityGrid, x: number, y: number): number | null =>
  interpolateValues({ bounds, resolution, values: logDensity }, x, y)

/** The value at a point by bilinear interpolation; null outside of the grid. */
export function interpolateValues(grid: ValueGrid, x: number, y: number): number | null {
  const [x0, x1, y0, y1] = grid.bounds
  const n = grid.resolution
  const u = ((x - x0) / (x1 - x0)) * (n - 1)
  const v = ((y - y0) / (y1 - y0)) * (n - 1)
  if (!(u >= 0 && v >= 0 && u <= n - 1 && v <= n - 1)) return null
  const [i, j] = [Math.min(n - 2, Math.floor(u)), Math.min(n - 2, Math.floor(v))]
  const [s, t] = [u - i, v - j]
  const at = (di: number, dj: number): number => grid.values[(j + dj) * n + i + di]
  const value = (1 - t) * ((1 - s) * at(0, 0) + s * at(1, 0)) + t * ((1 - s) * at(0, 1) + s * at(1, 1))
  // Zero density at a corner makes 0·(−∞) = NaN of a neighbour with no weight: the nearest node answers instead.
  return Number.isNaN(value) ? at(Math.round(s), Math.round(t)) : value
}

/** Of a cell, what node `i` of an axis of `n` stands for by the trapezoidal rule: half of it at either end. */
export const shareOf = (i: number, n: number): number => (i === 0 || i === n - 1 ? 0.5 : 1)

/** Area that one node within the grid stands for. */
export function cellArea({ bounds: [x0, x1, y0, y1], resolution }: DensityGrid): number {
  return ((x1 - x0) * (y1 - y0)) / (resolution - 1) ** 2
}
