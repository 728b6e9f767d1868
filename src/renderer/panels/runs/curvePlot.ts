import uPlot from 'uplot'
import { lastSecond, secondsAt } from '../../charts/across'
import { decimate } from '../../charts/decimate'
import { lossAxes } from '../../charts/lossPlot'
import { linearScale, logScale, type LossScale } from '../../charts/lossScale'
import { withCpuCanvases } from '../../use/cpuCanvas'
import type { CanvasInks } from '../../use/useTheme'
import type { MetricsBatch } from '@shared/rpc/protocol'

/** Points drawn per curve. */
const LIMIT = 1500
/** The baseline's line. */
const BASELINE_DASH = [7, 4]

/** A run whose curve is drawn over others'. */
export interface Curve {
  readonly colour: string
  readonly baseline: boolean
  readonly history: MetricsBatch
}

export interface CurveChoice {
  readonly what: 'validation' | 'training'
  readonly by: 'step' | 'time'
  readonly log: boolean
  /** Weight of the past in the training loss; 0 draws it as it is. */
  readonly memory: number
}

/** Curves of runs over one axis of steps or seconds, and one of losses, with uPlot. */
export class CurvePlot {
  readonly #plot: uPlot
  #scale: LossScale = linearScale
  #end = 1

  constructor(host: HTMLElement, inks: CanvasInks, curves: readonly Curve[], width: number, height: number) {
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
        ...curves.map(({ colour, baseline }) => ({
          stroke: colour,
          width: baseline ? 2.5 : 1.75,
          ...(baseline && { dash: BASELINE_DASH }),
          spanGaps: true,
          points: { show: false },
        })),
      ],
    }
    this.#plot = withCpuCanvases(() => new uPlot(options, [[], ...curves.map(() => [])], host))
  }

  set(curves: readonly Curve[], choice: CurveChoice): void {
    const lines = curves.map(({ history }) => lineOf(history, choice))
    const losses = lines.flatMap(({ y }) => y)
    this.#scale = choice.log ? logScale(losses, null) : linearScale
    const ends = curves.map(({ history }) => (choice.by === 'time' ? lastSecond(history) : (history.steps.at(-1) ?? 0)))
    this.#end = Math.max(choice.by === 'time' ? 0.001 : 1, ...ends)
    this.#plot.setData(joined(lines, this.#scale))
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
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

export function lineOf(history: MetricsBatch, { what, by, memory }: CurveChoice): Line {
  const [x, y] =
    what === 'validation'
      ? [history.validationSteps, history.validationLoss]
      : [history.steps, smoothed(history.trainLoss, memory)]
  const line = decimate({ x, y }, x.length, LIMIT)
  if (by === 'step') return line
  const seconds = line.x.map((step) => secondsAt(history, step))
  const known = seconds.flatMap((second, i) => (Number.isFinite(second) ? [i] : []))
  return { x: known.map((i) => seconds[i]), y: known.map((i) => line.y[i]) }
}

/** An exponential moving average, without the pull of its beginning. */
export function smoothed(values: Float64Array, memory: number): Float64Array {
  let [mean, weight] = [0, 0]
  return values.map((value) => {
    if (Number.isFinite(value)) {
      mean = memory * mean + (1 - memory) * value
      weight = memory * weight + (1 - memory)
    }
    return weight > 0 ? mean / weight : NaN
  })
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
