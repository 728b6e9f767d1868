import { drawWhole } from '@shared/engine/pictures/whole'
import type { OpenModel } from '../model'
import { usualBounds } from './bounds'
import { copied, givenIn, rowsOf, subjectOf, type GridOptions, type Inspected } from './fields'
import { evenBounds } from './frame'
import { paintBars, paintSamples } from './samples'
import type { Colour, Place, Stroke } from './strokes'
import { strokesSvg } from './svg'

export interface SampleOptions extends Omit<GridOptions, 'axes'> {
  /** Two columns, or one. */
  readonly axes: readonly number[]
  readonly points: number
  readonly seed: number
}

/** Of points and bars on a white ground. */
const INK: Colour = [0, 34, 78]

/** Draws of the model in two columns, or a histogram of them in one. */
export async function inspectSamples(model: OpenModel, options: SampleOptions): Promise<Inspected> {
  const { axes, points, seed, resolution, given, size = [resolution, resolution] } = options
  const { names } = model.file.data
  const subject = subjectOf(model)
  const draws = { from: 'base', count: points, seed } as const
  const view = { kind: 'layers', id: '', points: draws, given: copied(given) ?? [...model.context.middle] } as const
  const { positions, dims } = await drawWhole(view, subject, model.theta, 0)
  const drawn = positions.subarray(-points * dims)
  const [first, second = first] = axes
  const usual = options.bounds ?? (await usualBounds(subject, model.theta, 'x', [first, second], given))
  const flat = axes.length === 1
  const bounds = flat ? usual : evenBounds(usual, size)
  const [x0, x1, y0, y1] = bounds
  const rows = Array.from({ length: points }, (_, row) => [drawn[row * dims + first], drawn[row * dims + second]])
  const places = rows.map(([x, y]): Place => [(x - x0) / (x1 - x0), (y - y0) / (y1 - y0)])
  const bars = flat ? histogram(places.map(([x]) => x)) : []
  const strokes = (): Stroke[] =>
    flat
      ? bars.map((high, i) => ({ line: INK, dot: INK, places: [0, high].map((y) => [(i + 0.5) / bars.length, y]) as Place[] })) // prettier-ignore
      : places.map((place) => ({ line: INK, dot: INK, places: [place] }))
  const labels = flat ? ([names[first], 'share'] as const) : ([names[first], names[second]] as const)
  return {
    numbers: { field: 'samples', columns: names, ...givenIn(model, given), samples: rowsOf(drawn, dims) },
    image: () => (flat ? paintBars(bars, size) : paintSamples(places, size)),
    svg: () => strokesSvg(strokes(), { title: 'Samples', axes: labels, bounds: flat ? [x0, x1, 0, 1] : bounds }),
    remark: null,
  }
}

/** How many bars a histogram has, and how high its highest is. */
const [BARS, HIGHEST] = [60, 0.92]

/** Bars over the unit interval, as shares of the height. */
function histogram(values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: BARS }, () => 0)
  for (const value of values) if (value >= 0 && value < 1) counts[Math.floor(value * BARS)]++
  const most = Math.max(1, ...counts)
  return counts.map((count) => (HIGHEST * count) / most)
}
