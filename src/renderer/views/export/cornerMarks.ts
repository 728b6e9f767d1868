import type { CanvasInks } from '../../use/useTheme'
import type { Interval } from '../bounds'
import { MAP_SIZE, type ColourMap } from '../colourMaps/maps'
import type { CornerCell } from '../corner/layout'
import { MARGINAL_BINS, PAIR_BINS, pairCounts, type PairMarks } from '../corner/panels'
import { discRadius } from '../picture/discs'
import { Layer } from '../picture/Layer'
import { FAINT } from '../picture/planePicture'
import type { Histogram2d } from '../statistics/histogram2d'
import { inkOf, shifted, type Ink, type Mark } from './marks'
import { PathData } from './pathData'

/** All that a corner plot shows; marks and marginals of the data in the order of the cells. */
export interface CornerPicture {
  readonly cells: readonly CornerCell[]
  readonly ranges: readonly Interval[]
  readonly marks: readonly (PairMarks | null)[]
  /** Per axis. */
  readonly dataMarginals: readonly Float64Array[]
  readonly modelMarginals: readonly Float64Array[]
  /** Model samples [n, axes]. */
  readonly model: Float32Array
  /** Selected rows of the data [m, axes]. */
  readonly marked: Float32Array
  readonly showData: boolean
  readonly showModel: boolean
  readonly map: ColourMap
}

const [WHITE, SEAM] = [inkOf([1, 1, 1], 0.92), inkOf([0.05, 0.06, 0.1], 0.4)]
/** Pixels of a selected row's tick under a marginal. */
const TICK = 6

/** The images of cells are used again by the next picture: a picture is drawn, or written, before there is another. */
const heats: Layer[] = []

export const cornerMarks = (picture: CornerPicture, inks: CanvasInks): readonly Mark[] =>
  picture.cells.map((cell, at): Mark => {
    const { left, top, width, height } = cell
    const marks =
      cell.across === cell.up
        ? marginalMarks(picture, cell, inks)
        : [...pairMarks(picture, cell, at, inks), ...markedMarks(picture, cell, inks)]
    return { kind: 'group', matrix: shifted(left, top), clip: { width, height }, marks }
  })

const overHeat = ({ showModel, model }: CornerPicture): boolean => showModel && model.length > 0

function pairMarks(picture: CornerPicture, cell: CornerCell, at: number, inks: CanvasInks): readonly Mark[] {
  const { ranges, marks, model, marked, showData, map } = picture
  const { across, up, width, height } = cell
  const drawn: Mark[] = []
  if (overHeat(picture)) {
    const counts = pairCounts(model, ranges.length, [across, up], [ranges[across], ranges[up]])
    drawn.push({ kind: 'image', canvas: painted(counts, map, at), x: 0, y: 0, width, height })
  }
  const mark = marks[at]
  if (!showData || mark === null) return drawn
  const d = mark.kind === 'points' ? pointsPath(mark.points, cell) : regionsPath(mark.lines.flat(), cell)
  const faded = ([r, g, b, alpha]: Ink): Ink => [r, g, b, marked.length > 0 ? FAINT * alpha : alpha]
  const strokes: readonly (readonly [Ink, number])[] = overHeat(picture)
    ? [[SEAM, 2.4], [WHITE, 1.1]] // prettier-ignore
    : [[inkOf(inks.text, 0.85), 1.1]]
  for (const [ink, thick] of strokes)
    drawn.push({ kind: 'path', d, stroke: { ink: faded(ink), width: thick }, name: 'data' })
  return drawn
}

function pointsPath(points: Float32Array, { width, height }: CornerCell): string {
  const path = new PathData()
  const radius = Math.min(2.2, Math.max(0.9, Math.min(width, height) / 45))
  for (let i = 0; i < points.length; i += 2)
    path.ellipse(points[i] * width, (1 - points[i + 1]) * height, radius, radius)
  return path.toString()
}

function regionsPath(
  lines: readonly { readonly points: ArrayLike<number>; readonly closed: boolean }[],
  { width, height }: CornerCell,
): string {
  const path = new PathData()
  // Nodes are the middles of the bins.
  const place = (along: number): number => (along + 0.5) / PAIR_BINS
  for (const { points, closed } of lines) {
    for (let k = 0; k < points.length; k += 2) {
      const [x, y] = [place(points[k]) * width, (1 - place(points[k + 1])) * height]
      if (k === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    if (closed) path.close()
  }
  return path.toString()
}

/** Selected rows as discs over all else. */
function markedMarks(
  picture: CornerPicture,
  { across, up, width, height }: CornerCell,
  inks: CanvasInks,
): readonly Mark[] {
  const { ranges, marked } = picture
  const n = ranges.length
  const rows = marked.length / n
  if (rows === 0) return []
  const radius = discRadius(rows, Math.min(3, Math.max(1.6, Math.min(width, height) / 30)))
  const path = new PathData()
  for (let row = 0; row < rows; row++) {
    const [x, y] = [along(marked[row * n + across], ranges[across]), along(marked[row * n + up], ranges[up])]
    if (Number.isFinite(x + y)) path.ellipse(x * width, (1 - y) * height, radius, radius)
  }
  const d = path.toString()
  const [ink, halo] = overHeat(picture) ? [inkOf([1, 1, 1]), inkOf([0.05, 0.06, 0.1])] : [inkOf(inks.text), inkOf(inks.panel)] // prettier-ignore
  return [
    { kind: 'path', d, stroke: { ink: halo, width: 2.5 } },
    { kind: 'path', d, fill: ink, name: 'selected' },
  ]
}

const along = (value: number, { min, max }: Interval): number => (value - min) / (max - min)

/** The data's histogram in outline, the model's as one amber line, selected rows as ticks at the foot. */
function marginalMarks(
  { ranges, dataMarginals, modelMarginals, marked, showData, showModel }: CornerPicture,
  { across, width, height }: CornerCell,
  inks: CanvasInks,
): readonly Mark[] {
  const [data, model] = [dataMarginals[across], modelMarginals[across]]
  const top = 1.12 * Math.max(1e-9, ...(showData ? data : []), ...(showModel ? (model ?? []) : []))
  const atY = (value: number): number => height - (value / top) * height
  const bar = width / MARGINAL_BINS
  const marks: Mark[] = []
  if (showData) {
    const steps = new PathData()
    steps.moveTo(0, height)
    data.forEach((value, i) => {
      steps.lineTo(i * bar, atY(value))
      steps.lineTo((i + 1) * bar, atY(value))
    })
    steps.lineTo(width, height)
    const stroke = { ink: inkOf(inks.text, 0.5), width: 1 }
    marks.push({ kind: 'path', d: steps.toString(), fill: inkOf(inks.text, 0.12), stroke, name: 'data' })
  }
  if (showModel && model !== undefined) {
    const line = new PathData()
    model.forEach((value, i) => {
      if (i === 0) line.moveTo(bar / 2, atY(value))
      else line.lineTo((i + 0.5) * bar, atY(value))
    })
    marks.push({ kind: 'path', d: line.toString(), stroke: { ink: inkOf(inks.xInk), width: 1.75 }, name: 'model' })
  }
  const n = ranges.length
  if (marked.length === 0) return marks
  const ticks = new PathData()
  for (let i = across; i < marked.length; i += n) {
    const x = along(marked[i], ranges[across]) * width
    if (Number.isFinite(x)) ticks.line(x, height - TICK, x, height)
  }
  marks.push({ kind: 'path', d: ticks.toString(), stroke: { ink: inkOf(inks.text), width: 1 }, name: 'selected' })
  return marks
}

/** Counts through the colour map, from none to the fullest cell, at one pixel a bin. */
function painted({ bins, counts }: Histogram2d, map: ColourMap, at: number): HTMLCanvasElement {
  const layer = (heats[at] ??= imageOf(bins))
  const image = new ImageData(bins, bins)
  const colours = new Uint32Array(map.rgba.buffer, map.rgba.byteOffset, MAP_SIZE)
  const pixels = new Uint32Array(image.data.buffer)
  const steps = (MAP_SIZE - 1) / counts.reduce((a, b) => Math.max(a, b), 1e-9)
  for (let row = 0; row < bins; row++) {
    for (let column = 0; column < bins; column++) {
      pixels[(bins - 1 - row) * bins + column] = colours[Math.round(counts[row * bins + column] * steps)]
    }
  }
  layer.context.putImageData(image, 0, 0)
  return layer.canvas
}

function imageOf(bins: number): Layer {
  const layer = new Layer()
  layer.resize(bins, bins)
  return layer
}
