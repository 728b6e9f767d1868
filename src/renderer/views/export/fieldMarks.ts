import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { glyphEllipse } from '../field/glyphs'
import { interpolateValues, type ValueGrid } from '../grid'
import { LEAST_AXIS, type FieldShading, type GlyphLattice } from '../picture/CanvasField'
import { HATCH } from '../picture/colourTable'
import { heatCanvas, heatMarks, placing } from './heat'
import { inkOf, type Mark } from './marks'
import { levelPath, PathData, type At } from './pathData'

/** What a picture of the field shows, as its painter is told it. */
export interface FieldFigure {
  readonly size: Size
  readonly bounds: Bounds
  readonly grid: ValueGrid | null
  readonly shading: FieldShading | null
  readonly glyphs: GlyphLattice | null
}

const DARK = inkOf([0.05, 0.06, 0.1], 0.85)
const SEAM = inkOf([1, 1, 1], 0.7)
const LINE = inkOf([0.05, 0.06, 0.1], 0.35)
const HATCH_INK = inkOf([0.02, 0.05, 0.15], 0.4)
/** Pixels between two looks along a line of the hatch. */
const STRIDE = 2

/** The field as an image, its hatch, level lines and glyphs as outlines. */
export function fieldMarks(figure: FieldFigure): readonly Mark[] {
  const { grid, shading, glyphs } = figure
  const at = placing(figure.bounds, figure.size)
  const marks: Mark[] = []
  if (grid !== null && shading !== null) {
    const heat = heatCanvas(grid, { map: shading.map, range: shading.range, exponential: false })
    marks.push(...heatMarks(heat, grid, at))
    if (shading.signed) marks.push({ kind: 'path', d: hatchPath(grid, figure), stroke: { ink: HATCH_INK, width: 1 }, name: 'negative' }) // prettier-ignore
    for (const value of shading.lines) {
      marks.push({ kind: 'path', d: levelPath(grid, value, at), stroke: { ink: LINE, width: 1 }, name: 'isoline' })
    }
    if (shading.signed) marks.push(...seamed(levelPath(grid, 0, at), 4.5, 2.5, 'zero'))
  }
  if (glyphs !== null) marks.push(...seamed(glyphPath(glyphs, figure, at), 2.6, 1.1, 'stretch'))
  return marks
}

const seamed = (d: string, seam: number, width: number, name: string): readonly Mark[] => [
  { kind: 'path', d, stroke: { ink: SEAM, width: seam }, name: 'seam' },
  { kind: 'path', d, stroke: { ink: DARK, width }, name },
]

/** Diagonals, wherever the field below them is negative. */
export function hatchPath(
  grid: ValueGrid,
  { bounds: [x0, x1, y0, y1], size: { width, height } }: Pick<FieldFigure, 'bounds' | 'size'>,
): string {
  const path = new PathData()
  const negative = (x: number, y: number): boolean =>
    x >= 0 &&
    x <= width &&
    (interpolateValues(grid, x0 + ((x1 - x0) * x) / width, y1 - ((y1 - y0) * y) / height) ?? 0) < 0
  for (let start = HATCH * Math.ceil(-height / HATCH); start < width; start += HATCH) {
    let from: number | null = null
    for (let s = 0; s <= height + STRIDE; s += STRIDE) {
      const inside = s <= height && negative(start + s, height - s)
      if (inside) from ??= s
      else if (from !== null) {
        path.moveTo(start + from, height - from)
        path.lineTo(start + s - STRIDE, height - s + STRIDE)
        from = null
      }
    }
  }
  return path.toString()
}

function glyphPath({ places, spacing, scale }: GlyphLattice, { bounds, size }: FieldFigure, at: At): string {
  const [x0, x1, y0, y1] = bounds
  const [perX, perY] = [size.width / (x1 - x0), size.height / (y1 - y0)]
  const radius = Math.min(spacing[0] * perX, spacing[1] * perY) / 4.2
  const path = new PathData()
  for (const place of places) {
    const [x, y] = at(place.x, place.y)
    if (place.kind !== 'plain') {
      path.moveTo(x - 3, y - 3)
      path.lineTo(x + 3, y + 3)
      path.moveTo(x - 3, y + 3)
      path.lineTo(x + 3, y - 3)
      continue
    }
    const { major, minor, angle } = glyphEllipse(place, radius, [perX * scale[0], perY * scale[1]])
    path.ellipse(x, y, major, minor, angle)
    if (place.major < LEAST_AXIS * place.minor) continue
    const [dx, dy] = [major * Math.cos(angle), major * Math.sin(angle)]
    path.moveTo(x + dx, y + dy)
    path.lineTo(x - dx, y - dy)
  }
  return path.toString()
}
