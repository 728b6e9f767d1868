import uPlot from 'uplot'
import { decimate } from '../../charts/decimate'
import { lossAxes } from '../../charts/lossPlot'
import { linearScale, logScale, type LossScale } from '../../charts/lossScale'
import { withCpuCanvases } from '../../use/cpuCanvas'
import type { Size } from '../../use/useSize'
import type { CanvasInks } from '../../use/useTheme'
import type { Series } from './curveSeries'

/** Points drawn per curve. */
const LIMIT = 1500
/** The baseline's line. */
const BASELINE_DASH = [7, 4]

/** How a run's curve is drawn over others'. */
export interface CurveStyle {
  readonly colour: string
  readonly baseline: boolean
}

/** Curves of runs over one axis of steps or seconds, and one of losses, with uPlot. */
export class CurvePlot {
  readonly #plot: uPlot
  #scale: LossScale = linearScale
  #end = 1

  /** @param drawn told whenever places are others than before */
  constructor(
    host: HTMLElement,
    inks: CanvasInks,
    styles: readonly CurveStyle[],
    { width, height }: Size,
    drawn: () => void,
  ) {
    const options: uPlot.Options = {
      width,
      height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.#end] },
        y: { range: () => this.#scale.range(this.#shown(), null) },
      },
      axes: [...lossAxes(inks, () => this.#scale)],
      series: [
        {},
        ...styles.map(({ colour, baseline }) => ({
          stroke: colour,
          width: baseline ? 2.5 : 1.75,
          ...(baseline && { dash: BASELINE_DASH }),
          spanGaps: true,
          points: { show: false },
        })),
      ],
      hooks: { draw: [drawn] },
    }
    this.#plot = withCpuCanvases(() => new uPlot(options, [[], ...styles.map(() => [])], host))
  }

  /** Draws a series for each style, up to where the axis across is to end. */
  set(series: readonly Series[], end: number, log: boolean): void {
    const lines = series.map(({ x, losses }) => decimate({ x, y: losses }, x.length, LIMIT))
    const drawn = lines.flatMap(({ y }) => y)
    this.#scale = log ? logScale(drawn, null) : linearScale
    this.#end = end
    this.#plot.setData(joined(lines, this.#scale))
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  /** Where steps or seconds are in the host, in CSS pixels, and losses; the latter NaN of one that has no place. */
  left(x: number): number {
    return this.#plot.over.offsetLeft + this.#plot.valToPos(x, 'x')
  }
  top(loss: number): number {
    return this.#plot.over.offsetTop + this.#plot.valToPos(this.#scale.at(loss), 'y')
  }
  /** The other way round. */
  xAt(left: number): number {
    return this.#plot.posToVal(left - this.#plot.over.offsetLeft, 'x')
  }
  /** The part of the host that the curves are drawn in. */
  get area(): { readonly top: number; readonly left: number } & Size {
    const { offsetTop: top, offsetLeft: left, clientWidth: width, clientHeight: height } = this.#plot.over
    return { top, left, width, height }
  }

  destroy(): void {
    this.#plot.destroy()
  }

  #shown(): number[] {
    const [, ...columns] = this.#plot.data
    return columns.flatMap((column) => [...column].filter((value): value is number => typeof value === 'number'))
  }
}

interface Line {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** One ascending x for all lines; null where a line has no point. */
function joined(lines: readonly Line[], scale: LossScale): uPlot.AlignedData {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b)
  const place = new Map(x.map((value, i) => [value, i]))
  const columns = lines.map((line) => {
    const column = new Array<number | null>(x.length).fill(null)
    line.x.forEach((value, i) => {
      const at = scale.at(line.y[i])
      column[place.get(value)!] = Number.isFinite(at) ? at : null
    })
    return column
  })
  return [x, ...columns]
}
