import type { CanvasInks } from '../../use/useTheme'
import type { Interval } from '../bounds'
import { takenRow } from '../columns'
import { inkOf, type Mark } from './marks'
import { PathData } from './pathData'

/** Rows as lines across the axes. */
export interface ParallelCloud {
  /** [n, D] row-major. */
  readonly points: Float32Array
  readonly marked: Uint8Array
}

export interface ParallelPicture {
  readonly dims: number
  readonly height: number
  /** Columns from left to right, where their axes stand, and what these span. */
  readonly order: readonly number[]
  readonly at: readonly number[]
  readonly ranges: readonly Interval[]
  /** Whether some rows are marked and the others step back, of the data and of the model. */
  readonly brushed: { readonly data: boolean; readonly model: boolean }
  readonly data: ParallelCloud | null
  readonly model: ParallelCloud | null
  /** Selected draws from the base, carried to x: [m, D]. */
  readonly draws: Float32Array
}

/** Lines drawn of each cloud at most: more only make a surface of them. */
const MOST = 300
/** Of few rows, not so many samples that they bury them. */
const LEAST = 80
const DASH = [6, 3]

/** Model samples dashed in amber, data rows as thin lines in the text's colour over them. */
export function parallelMarks(picture: ParallelPicture, inks: CanvasInks): readonly Mark[] {
  const most = Math.max(LEAST, Math.min(MOST, picture.data?.marked.length ?? MOST))
  const cloudMarks = (name: 'data' | 'model', ink: CanvasInks['text'], dash: readonly number[]): readonly Mark[] => {
    const [cloud, brushed] = [picture[name], picture.brushed[name]]
    if (cloud === null) return []
    return [0, 1].flatMap((marked) => {
      const alpha = !brushed ? 0.3 : marked === 1 ? 0.65 : 0.06
      const stroke = { ink: inkOf(ink, alpha), width: brushed && marked === 1 ? 1.5 : 1, dash }
      // One by one, so that lines over one another add up.
      return linesOf(picture, cloud, marked, most).map((d): Mark => ({ kind: 'path', d, stroke, name }))
    })
  }
  const drawn: ParallelCloud = { points: picture.draws, marked: new Uint8Array(picture.draws.length / picture.dims) }
  // Many would only make a surface of them.
  const stroke = { ink: inkOf(inks.x, drawn.marked.length > LEAST ? 0.35 : 0.8), width: 1.5, dash: DASH }
  return [
    ...cloudMarks('model', inks.x, DASH),
    ...cloudMarks('data', inks.text, []),
    ...linesOf(picture, drawn, 0, most).map((d): Mark => ({ kind: 'path', d, stroke, name: 'selected' })),
  ]
}

function linesOf(
  { dims, height, order, at, ranges }: ParallelPicture,
  { points, marked }: ParallelCloud,
  which: number,
  most: number,
): readonly string[] {
  const rows = [...marked.keys()].filter((row) => marked[row] === which)
  const kept = Math.min(most, rows.length)
  return Array.from({ length: kept }, (_, k) => {
    const row = rows[takenRow(k, rows.length, kept)]
    const line = new PathData()
    order.forEach((column, i) => {
      const { min, max } = ranges[i]
      const y = ((max - points[row * dims + column]) / (max - min)) * height
      if (i === 0) line.moveTo(at[i], y)
      else line.lineTo(at[i], y)
    })
    return line.toString()
  })
}
