import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { ValueGrid } from '../grid'

/** Where a grid's nodes lie on a picture, in pixels: column i at x + i·dx, row j at y + j·dy, with dy < 0. */
export interface GridPlace {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
}

/** The place of a grid on a picture of `size` that shows the plane within `shown`. */
export function placeGrid(
  { bounds: [x0, x1, y0, y1], resolution }: Pick<ValueGrid, 'bounds' | 'resolution'>,
  [left, right, bottom, top]: Bounds,
  { width, height }: Size,
): GridPlace {
  const [perX, perY] = [width / (right - left), height / (top - bottom)]
  return {
    x: (x0 - left) * perX,
    y: (top - y0) * perY,
    dx: ((x1 - x0) / (resolution - 1)) * perX,
    dy: -((y1 - y0) / (resolution - 1)) * perY,
  }
}
