import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'

/** Points [n, 2] of a plane on its picture, in pixels. */
export function placesOn(points: Float32Array, [x0, x1, y0, y1]: Bounds, { width, height }: Size): Float32Array {
  return points.map((value, i) =>
    i % 2 === 0 ? ((value - x0) / (x1 - x0)) * width : ((y1 - value) / (y1 - y0)) * height,
  )
}
