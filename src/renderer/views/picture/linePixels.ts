import type { GlyphEllipse } from '../field/glyphs'
import type { Isoline } from '../isolines'
import type { GridPlace } from './gridPlace'
import { nearness, type ShapePixels } from './ShapePixels'

/** Adds lines of a grid that lies at `place`, as far as `reach` pixels to both sides. */
export function addLines(to: ShapePixels, lines: readonly Isoline[], place: GridPlace, reach: number): void {
  for (const { points } of lines) {
    let fromX = place.x + points[0] * place.dx
    let fromY = place.y + points[1] * place.dy
    for (let k = 2; k < points.length; k += 2) {
      const toX = place.x + points[k] * place.dx
      const toY = place.y + points[k + 1] * place.dy
      addSegment(to, fromX, fromY, toX, toY, reach)
      fromX = toX
      fromY = toY
    }
  }
}

/** Pixels that a chord may be off the ellipse that it stands for. */
const CHORD_ERROR = 0.2

/** Adds the outline of an ellipse around a place in pixels. */
export function addEllipse(
  to: ShapePixels,
  x: number,
  y: number,
  { major, minor, angle }: GlyphEllipse,
  reach: number,
): void {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const chords = Math.max(8, Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - CHORD_ERROR / major))))
  let [fromX, fromY] = [x + major * cos, y + major * sin]
  for (let k = 1; k <= chords; k++) {
    const turn = (2 * Math.PI * k) / chords
    const [u, v] = [major * Math.cos(turn), minor * Math.sin(turn)]
    const [toX, toY] = [x + u * cos - v * sin, y + u * sin + v * cos]
    addSegment(to, fromX, fromY, toX, toY, reach)
    fromX = toX
    fromY = toY
  }
}

/** Adds a straight line from one place to another, in pixels. Its ends are round. */
export function addSegment(
  shapes: ShapePixels,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  reach: number,
): void {
  const { width, near, touched } = shapes
  let { count } = shapes
  const dx = toX - fromX
  const dy = toY - fromY
  const length = dx * dx + dy * dy
  const left = Math.min(fromX, toX) - reach
  const right = Math.max(fromX, toX) + reach
  // Half of what a row shares with the band of `reach` on both sides of the line: all of it where they are parallel.
  const half = dy === 0 ? Infinity : (reach * Math.sqrt(length)) / Math.abs(dy)
  const slope = dy === 0 ? 0 : dx / dy
  const lastRow = Math.min(shapes.height - 1, Math.floor(Math.max(fromY, toY) + reach))
  for (let row = Math.max(0, Math.floor(Math.min(fromY, toY) - reach)); row <= lastRow; row++) {
    const v = row + 0.5 - fromY
    const middle = fromX + v * slope
    const first = Math.max(0, Math.floor(Math.max(left, middle - half)))
    const last = row * width + Math.min(width - 1, Math.floor(Math.min(right, middle + half)))
    let u = first + 0.5 - fromX
    for (let pixel = row * width + first; pixel <= last; pixel++, u++) {
      const along = u * dx + v * dy
      const across = u * dy - v * dx
      const squared =
        along <= 0 ? u * u + v * v : along >= length ? (u - dx) ** 2 + (v - dy) ** 2 : (across * across) / length
      const here = nearness(squared, reach)
      const before = near[pixel]
      if (here < before + 1) continue
      near[pixel] = here
      if (before === 0) touched[count++] = pixel
    }
  }
  shapes.count = count
}
