import type { Point2 } from '../cubeAxes'

/** What a hand draws around points on a picture: corners in pixels, the last joined to the first. */
export type Outline = readonly Point2[]

export const rectangle = ([x0, y0]: Point2, [x1, y1]: Point2): Outline => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

/** Whether a ray from the point to the right crosses the outline an odd number of times. */
export function isInside(outline: Outline, x: number, y: number): boolean {
  let inside = false
  outline.forEach(([x1, y1], i) => {
    const [x0, y0] = outline[(i + outline.length - 1) % outline.length]
    // A corner belongs to the edge below it alone, so that a ray through it is counted once.
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside
  })
  return inside
}

/** Which of the places [n, 2] lie inside; places that are no number do not. */
export function rowsInside(places: Float32Array, outline: Outline): number[] {
  const rows: number[] = []
  for (let row = 0; row < places.length / 2; row++) {
    if (isInside(outline, places[2 * row], places[2 * row + 1])) rows.push(row)
  }
  return rows
}
