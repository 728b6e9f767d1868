import { cpuContext } from '../../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../../use/useTheme'
import type { Interval } from '../bounds'
import { MAP_SIZE, type ColourMap } from '../colourMaps/maps'
import type { CornerCell } from '../corner/layout'
import { MARGINAL_BINS, PAIR_BINS, pairCounts, type PairMarks } from '../corner/panels'
import type { Histogram2d } from '../statistics/histogram2d'
import { discPath, paintDiscs } from './discs'
import { FAINT } from './planePicture'

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

/** One image for all cells to be painted through, at one pixel a bin; made for the first of them. */
let heat: { readonly canvas: HTMLCanvasElement; readonly image: ImageData } | null = null

export function drawCorner(canvas: HTMLCanvasElement, picture: CornerPicture, inks: CanvasInks, ratio: number): void {
  const context = cpuContext(canvas)
  if (context === null) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio)
  picture.cells.forEach((cell, at) => {
    context.save()
    context.translate(cell.left, cell.top)
    context.beginPath()
    context.rect(0, 0, cell.width, cell.height)
    context.clip()
    if (cell.across === cell.up) drawMarginal(context, picture, cell, inks)
    else {
      drawPair(context, picture, cell, at, inks)
      drawMarked(context, picture, cell, inks)
    }
    context.restore()
  })
}

function drawPair(
  context: CanvasRenderingContext2D,
  { ranges, marks, model, marked, showData, showModel, map }: CornerPicture,
  { across, up, width, height }: CornerCell,
  at: number,
  inks: CanvasInks,
): void {
  if (showModel && model.length > 0) {
    const counts = pairCounts(model, ranges.length, [across, up], [ranges[across], ranges[up]])
    context.imageSmoothingEnabled = true
    context.drawImage(painted(counts, map), 0, 0, width, height)
  }
  const mark = marks[at]
  if (!showData || mark === null) return
  const overHeat = showModel && model.length > 0
  const path = new Path2D()
  if (mark.kind === 'points') {
    const radius = Math.min(2.2, Math.max(0.9, Math.min(width, height) / 45))
    for (let i = 0; i < mark.points.length; i += 2) {
      const [x, y] = [mark.points[i] * width, (1 - mark.points[i + 1]) * height]
      path.moveTo(x + radius, y)
      path.arc(x, y, radius, 0, 2 * Math.PI)
    }
  } else {
    // Nodes are the middles of the bins.
    const place = (along: number): number => (along + 0.5) / PAIR_BINS
    for (const { points, closed } of mark.lines.flat()) {
      for (let k = 0; k < points.length; k += 2) {
        const [x, y] = [place(points[k]) * width, (1 - place(points[k + 1])) * height]
        if (k === 0) path.moveTo(x, y)
        else path.lineTo(x, y)
      }
      if (closed) path.closePath()
    }
  }
  const strokes: readonly (readonly [string, number])[] = overHeat
    ? [[cssColour([0.05, 0.06, 0.1], 0.4), 2.4], [cssColour([1, 1, 1], 0.92), 1.1]] // prettier-ignore
    : [[cssColour(inks.text, 0.85), 1.1]]
  context.globalAlpha = marked.length > 0 ? FAINT : 1
  for (const [ink, thick] of strokes) {
    context.strokeStyle = ink
    context.lineWidth = thick
    context.stroke(path)
  }
  context.globalAlpha = 1
}

/** Selected rows as discs over all else. */
function drawMarked(
  context: CanvasRenderingContext2D,
  { ranges, marked, model, showModel }: CornerPicture,
  { across, up, width, height }: CornerCell,
  inks: CanvasInks,
): void {
  if (marked.length === 0) return
  const n = ranges.length
  const along = (at: number, axis: number): number =>
    (marked[at + axis] - ranges[axis].min) / (ranges[axis].max - ranges[axis].min)
  const places = Float32Array.from({ length: (2 * marked.length) / n }, (_, i) =>
    i % 2 === 0 ? along((i / 2) * n, across) * width : (1 - along(((i - 1) / 2) * n, up)) * height,
  )
  const path = discPath(places, Math.min(3, Math.max(1.6, Math.min(width, height) / 30)))
  if (showModel && model.length > 0) paintDiscs(context, path, cssColour([1, 1, 1]), cssColour([0.05, 0.06, 0.1]))
  else paintDiscs(context, path, cssColour(inks.text), cssColour(inks.panel))
}

/** The data's histogram in outline, the model's as one amber line. */
function drawMarginal(
  context: CanvasRenderingContext2D,
  { dataMarginals, modelMarginals, showData, showModel }: CornerPicture,
  { across, width, height }: CornerCell,
  inks: CanvasInks,
): void {
  const [data, model] = [dataMarginals[across], modelMarginals[across]]
  const top = 1.12 * Math.max(1e-9, ...(showData ? data : []), ...(showModel ? (model ?? []) : []))
  const atY = (value: number): number => height - (value / top) * height
  const bar = width / MARGINAL_BINS
  if (showData) {
    const steps = new Path2D()
    steps.moveTo(0, height)
    data.forEach((value, i) => {
      steps.lineTo(i * bar, atY(value))
      steps.lineTo((i + 1) * bar, atY(value))
    })
    steps.lineTo(width, height)
    context.fillStyle = cssColour(inks.text, 0.12)
    context.fill(steps)
    context.strokeStyle = cssColour(inks.text, 0.5)
    context.lineWidth = 1
    context.stroke(steps)
  }
  if (!showModel || model === undefined) return
  const line = new Path2D()
  model.forEach((value, i) => {
    line.lineTo((i + 0.5) * bar, atY(value))
  })
  context.strokeStyle = cssColour(inks.xInk)
  context.lineWidth = 1.75
  context.lineJoin = 'round'
  context.stroke(line)
}

/** Counts through the colour map, from none to the fullest cell. */
function painted({ bins, counts }: Histogram2d, map: ColourMap): HTMLCanvasElement {
  heat ??= heatOf(bins)
  const colours = new Uint32Array(map.rgba.buffer, map.rgba.byteOffset, MAP_SIZE)
  const pixels = new Uint32Array(heat.image.data.buffer)
  const steps = (MAP_SIZE - 1) / counts.reduce((a, b) => Math.max(a, b), 1e-9)
  for (let row = 0; row < bins; row++) {
    for (let column = 0; column < bins; column++) {
      pixels[(bins - 1 - row) * bins + column] = colours[Math.round(counts[row * bins + column] * steps)]
    }
  }
  cpuContext(heat.canvas)?.putImageData(heat.image, 0, 0)
  return heat.canvas
}

function heatOf(bins: number) {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = bins
  return { canvas, image: new ImageData(bins, bins) }
}
