import type { ValueGrid } from '../grid'
import { isolines } from '../isolines'
import type { Pen } from '../layers/trace'
import { short } from './marks'

/** Writes SVG path data. */
export class PathData implements Pen {
  readonly #parts: string[] = []

  moveTo(x: number, y: number): void {
    this.#parts.push(`M${short(x)} ${short(y)}`)
  }

  lineTo(x: number, y: number): void {
    this.#parts.push(`L${short(x)} ${short(y)}`)
  }

  line(x0: number, y0: number, x1: number, y1: number): void {
    this.moveTo(x0, y0)
    this.lineTo(x1, y1)
  }

  close(): void {
    this.#parts.push('Z')
  }

  /** A whole ellipse, its first axis at `angle` clockwise from the right. */
  ellipse(x: number, y: number, major: number, minor: number, angle = 0): void {
    const [dx, dy] = [major * Math.cos(angle), major * Math.sin(angle)]
    const radii = `A${short(major)} ${short(minor)} ${short((angle * 180) / Math.PI)} 1 0`
    this.moveTo(x + dx, y + dy)
    this.#parts.push(`${radii} ${short(x - dx)} ${short(y - dy)}`, `${radii} ${short(x + dx)} ${short(y + dy)}`)
  }

  toString(): string {
    return this.#parts.join('')
  }
}

export type At = (x: number, y: number) => readonly [number, number]

/** All of a grid's lines at one level. */
export function levelPath(
  { bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid,
  level: number,
  at: At,
): string {
  const path = new PathData()
  for (const { points, closed } of isolines(values, n, n, level)) {
    for (let k = 0; k < points.length; k += 2) {
      const [x, y] = at(x0 + ((x1 - x0) * points[k]) / (n - 1), y0 + ((y1 - y0) * points[k + 1]) / (n - 1))
      if (k === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    if (closed) path.close()
  }
  return path.toString()
}

/** Data as circles, model samples as diamonds, as on the screen. Places [n, 2] in the plane. */
export function pointsPath(places: Float32Array, shape: 'data' | 'model', at: At): string {
  const path = new PathData()
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = at(places[i], places[i + 1])
    if (!Number.isFinite(x + y)) continue
    if (shape === 'data') {
      path.ellipse(x, y, 2.75, 2.75)
      continue
    }
    path.moveTo(x, y - 3.5)
    path.lineTo(x + 3.5, y)
    path.lineTo(x, y + 3.5)
    path.lineTo(x - 3.5, y)
    path.close()
  }
  return path.toString()
}
