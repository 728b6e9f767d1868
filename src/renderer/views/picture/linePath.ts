import type { ValueGrid } from '../grid'
import { isolines } from '../isolines'

/** All of a grid's level lines as one path; `at` is where a point of the plane lies on the screen. */
export function linePath(
  { bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid,
  level: number,
  at: (x: number, y: number) => [number, number],
): Path2D {
  const path = new Path2D()
  for (const { points, closed } of isolines(values, n, n, level)) {
    for (let k = 0; k < points.length; k += 2) {
      const x = x0 + ((x1 - x0) * points[k]) / (n - 1)
      const y = y0 + ((y1 - y0) * points[k + 1]) / (n - 1)
      if (k === 0) path.moveTo(...at(x, y))
      else path.lineTo(...at(x, y))
    }
    if (closed) path.closePath()
  }
  return path
}
