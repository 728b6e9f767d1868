import { cpuContext } from '../../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../../use/useTheme'
import type { Interval } from '../bounds'
import { takenRow } from '../columns'

/** Rows as lines across the axes. */
export interface ParallelCloud {
  /** [n, D] row-major. */
  readonly points: Float32Array
  readonly marked: Uint8Array
}

export interface ParallelPicture {
  readonly dims: number
  /** Columns from left to right, where their axes stand, and what these span. */
  readonly order: readonly number[]
  readonly at: readonly number[]
  readonly ranges: readonly Interval[]
  /** Whether some rows are marked and the others step back, of the data and of the model. */
  readonly brushed: { readonly data: boolean; readonly model: boolean }
  readonly data: ParallelCloud | null
  readonly model: ParallelCloud | null
}

/** Lines drawn of each cloud at most: more only make a surface of them. */
const MOST = 300
/** Of few rows, not so many samples that they bury them. */
const LEAST = 80

/** Model samples dashed in amber, data rows as thin lines in the text's colour over them. */
export function drawParallel(
  canvas: HTMLCanvasElement,
  picture: ParallelPicture,
  inks: CanvasInks,
  ratio: number,
): void {
  const context = cpuContext(canvas)
  if (context === null) return
  const [width, height] = [canvas.width / ratio, canvas.height / ratio]
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  context.lineJoin = 'bevel'
  const rows = Math.max(LEAST, Math.min(MOST, picture.data?.marked.length ?? MOST))
  const strokes = (cloud: ParallelCloud | null, brushed: boolean, ink: CanvasInks['text'], dash: number[]): void => {
    if (cloud === null) return
    context.setLineDash(dash)
    for (const marked of [0, 1]) {
      const path = linesOf(picture, cloud, marked, height, rows)
      const alpha = !brushed ? 0.3 : marked === 1 ? 0.65 : 0.06
      context.lineWidth = brushed && marked === 1 ? 1.5 : 1
      context.strokeStyle = cssColour(ink, alpha)
      // One by one, so that lines over one another add up.
      for (const line of path) context.stroke(line)
    }
  }
  strokes(picture.model, picture.brushed.model, inks.x, [6, 3])
  strokes(picture.data, picture.brushed.data, inks.text, [])
  context.setLineDash([])
}

function linesOf(
  { dims, order, at, ranges }: ParallelPicture,
  { points, marked }: ParallelCloud,
  which: number,
  height: number,
  most: number,
): Path2D[] {
  const rows = [...marked.keys()].filter((row) => marked[row] === which)
  const lines: Path2D[] = []
  for (let i = 0; i < Math.min(most, rows.length); i++) {
    const row = rows[takenRow(i, rows.length, Math.min(most, rows.length))]
    const line = new Path2D()
    order.forEach((column, i) => {
      const { min, max } = ranges[i]
      line.lineTo(at[i], ((max - points[row * dims + column]) / (max - min)) * height)
    })
    lines.push(line)
  }
  return lines
}
