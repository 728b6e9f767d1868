import uPlot from 'uplot'
import type { EditMark } from '@shared/rpc/protocol'
import { withCpuCanvases } from '../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../use/useTheme'
import { apart } from './apart'
import { editLines } from './editMarks'
import { lossBounds } from './lossBounds'
import type { LossColumns } from './lossData'
import { linearScale, type LossScale, type LossTick } from './lossScale'
import { LOSS_ROOM } from './lossRoom'
import { t } from '../strings/t'

const FONT_UNIT = '11px "JetBrains Mono Variable", monospace'
const FONT_LABEL = '11px "Inter Variable", sans-serif'

/** What the chart needs besides the curves. */
export interface LossFacts {
  /** The least that the loss can be in nats, when known: the data's true entropy, say. */
  readonly least: number | null
  /** Whether the training loss is of another kind than what validations measure: its axis is then on the right. */
  readonly ownAxes?: boolean
  /** Where the axis across ends: steps of the whole run, which it shows from the start, or their epochs, or the time so far. */
  readonly end: number
  /** Where a step stands on it. Steps themselves unless told otherwise. */
  readonly across?: (step: number) => number
  /** How heights stand for losses, of validations and, of another kind, of training. Evenly unless told otherwise. */
  readonly scale?: LossScale
  readonly trainScale?: LossScale
  /** The name of the earlier run whose validation is drawn too. */
  readonly compared?: string | undefined
  /** Where the run's document was edited, oldest first. */
  readonly edits?: readonly EditMark[]
}

/** An earlier run's curve is dashed, in the colour of what is beside the matter. */
export const COMPARED = { dash: [5, 3], width: 1.5 }

/** The loss chart over uPlot: raw training curve under its smoothed one, validation with points, the least possible dashed. */
export class LossPlot {
  readonly #plot: uPlot
  #facts: LossFacts = { least: null, end: 1 }
  /** At their places. */
  #columns: LossColumns = [[], [], [], [], []]

  constructor(host: HTMLElement, inks: CanvasInks, width: number, height: number, ownAxes = false) {
    const train = ownAxes ? 'train' : 'y'
    const options: uPlot.Options = {
      width,
      height,
      padding: [8, LOSS_ROOM.right, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.#facts.end] },
        y: { range: () => lossBounds(this.#columns, this.#facts) },
        ...(ownAxes && { train: { range: () => this.#trainScale.range(finite(this.#columns[2]), null) } }),
      },
      axes: [...lossAxes(inks, () => this.#scale), ...(ownAxes ? [secondAxis(inks, () => this.#trainScale)] : [])],
      series: [
        {},
        { label: t('charts.train'), scale: train, stroke: cssColour(inks.x, 0.35), width: 1, spanGaps: true, points: { show: false } }, // prettier-ignore
        {
          label: t('charts.trainSmoothed'),
          scale: train,
          stroke: cssColour(inks.xInk),
          width: 2,
          spanGaps: true,
          points: { show: false },
        },
        {
          label: t('charts.validation'),
          stroke: cssColour(inks.z),
          width: 1.5,
          spanGaps: true,
          points: { show: true, size: 5, width: 1.5, fill: cssColour(inks.panel) },
        },
        {
          label: t('charts.earlierValidation'),
          stroke: cssColour(inks.dim),
          ...COMPARED,
          spanGaps: true,
          points: { show: false },
        },
      ],
      hooks: {
        drawAxes: [
          (plot) => {
            this.#drawEntropy(plot, inks)
            this.#drawEdits(plot, inks)
          },
        ],
        draw: [(plot) => this.#drawNames(plot, inks)],
      },
    }
    this.#plot = withCpuCanvases(() => new uPlot(options, [[], [], [], [], []], host))
  }

  set(columns: LossColumns, facts: LossFacts): void {
    this.#facts = facts
    this.#columns = placed(columns, facts)
    this.#plot.setData(this.#columns)
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  destroy(): void {
    this.#plot.destroy()
  }

  get #scale(): LossScale {
    return this.#facts.scale ?? linearScale
  }
  get #trainScale(): LossScale {
    return this.#facts.trainScale ?? linearScale
  }

  /** A dashed line at the least loss: no model can do better on average. */
  #drawEntropy(plot: uPlot, inks: CanvasInks): void {
    const { least } = this.#facts
    if (least === null) return
    const { ctx, bbox } = plot
    const y = plot.valToPos(this.#scale.at(least), 'y', true)
    ctx.save()
    ctx.strokeStyle = cssColour(inks.good)
    ctx.lineWidth = window.devicePixelRatio
    ctx.setLineDash([6 * window.devicePixelRatio, 4 * window.devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.restore()
  }

  /** A dotted line where the document was edited, named where there is room. */
  #drawEdits(plot: uPlot, inks: CanvasInks): void {
    const { edits = [], across = Number } = this.#facts
    if (edits.length === 0) return
    const { ctx, bbox } = plot
    const ratio = window.devicePixelRatio
    ctx.save()
    ctx.font = FONT_LABEL.replace('11px', `${String(11 * ratio)}px`)
    ctx.textBaseline = 'top'
    ctx.textAlign = 'left'
    ctx.strokeStyle = ctx.fillStyle = cssColour(inks.dim)
    ctx.lineWidth = ratio
    ctx.setLineDash([ratio, 3 * ratio])
    const atOf = (step: number): number => plot.valToPos(across(step), 'x', true)
    const widthOf = (text: string): number => ctx.measureText(text).width
    for (const { at, text } of editLines(edits, atOf, bbox.left + bbox.width, widthOf, 4 * ratio)) {
      ctx.beginPath()
      ctx.moveTo(at, bbox.top)
      ctx.lineTo(at, bbox.top + bbox.height)
      ctx.stroke()
      if (text !== null) ctx.fillText(text, at + 4 * ratio, bbox.top + 2 * ratio)
    }
    ctx.restore()
  }

  /** The curves' names where they end, pushed apart where they would meet. */
  #drawNames(plot: uPlot, inks: CanvasInks): void {
    const { ctx, bbox } = plot
    const ratio = window.devicePixelRatio
    const { ownAxes } = this.#facts
    const names: { y: number; text: string; colour: string }[] = []
    const add = (text: string, value: number | null | undefined, colour: string, scale = 'y'): void => {
      if (typeof value === 'number') names.push({ y: plot.valToPos(value, scale, true), text, colour })
    }
    add(t('charts.train'), lastOf(plot.data[2]), cssColour(inks.xInk), ownAxes ? 'train' : 'y')
    add(t('charts.validation'), lastOf(plot.data[3]), cssColour(inks.z))
    add(this.#facts.compared ?? '', lastOf(plot.data[4]), cssColour(inks.dim))
    const { least } = this.#facts
    add(t('charts.bestPossible'), least === null ? null : this.#scale.at(least), cssColour(inks.good))
    const gap = 13 * ratio
    const top = bbox.top + 5 * ratio
    const bottom = bbox.top + bbox.height - 2 * ratio
    names.sort((a, b) => a.y - b.y)
    const heights = apart(names.map(({ y }) => y), gap, top, bottom) // prettier-ignore
    names.forEach((name, i) => (name.y = heights[i]))
    ctx.save()
    ctx.font = FONT_LABEL.replace('11px', `${String(11 * ratio)}px`)
    ctx.textBaseline = 'middle'
    ctx.textAlign = 'left'
    for (const { y, text, colour } of names) {
      ctx.fillStyle = colour
      ctx.fillText(text, bbox.left + bbox.width + (8 + (ownAxes ? LOSS_ROOM.second : 0)) * ratio, y)
    }
    ctx.restore()
  }
}

/** The curves at the heights that stand for their losses; one that has no place is left out. */
export function placed(columns: LossColumns, { scale, trainScale, ownAxes }: LossFacts): LossColumns {
  const [across, train, smooth, validation, compared] = columns
  const by = (of: LossScale | undefined) => (loss: number | null) => {
    const at = loss === null ? NaN : (of?.at(loss) ?? loss)
    return Number.isFinite(at) ? at : null
  }
  const [own, other] = [by(ownAxes ? trainScale : scale), by(scale)]
  return [across, train.map(own), smooth.map(own), validation.map(other), compared.map(other)]
}

export const lastOf = (column: ArrayLike<number | null | undefined>): number | null => {
  for (let i = column.length - 1; i >= 0; i--) if (typeof column[i] === 'number') return column[i]!
  return null
}

const finite = (values: Iterable<number | null | undefined>): number[] =>
  [...values].filter((value): value is number => typeof value === 'number')

/** What lies across, and on the left the losses at their heights. */
export const lossAxes = (inks: CanvasInks, scale: () => LossScale): readonly uPlot.Axis[] => [
  axis(inks, 'x', acrossTicks),
  axis(inks, 'y', heightTicks(scale)),
]

/** The axis of the training loss where it has its own, in the curve's ink and without lines across. */
const secondAxis = (inks: CanvasInks, scale: () => LossScale): uPlot.Axis => ({
  ...axis(inks, 'y', heightTicks(scale)),
  scale: 'train',
  side: 1,
  size: LOSS_ROOM.second,
  stroke: cssColour(inks.xInk),
  grid: { show: false },
})

function axis(inks: CanvasInks, side: 'x' | 'y', ticksOf: TicksOf): uPlot.Axis {
  return {
    font: FONT_UNIT,
    stroke: cssColour(inks.dim),
    grid: { stroke: cssColour(inks.text, 0.08), width: 1 },
    ticks: { stroke: cssColour(inks.hairline), width: 1, size: 4 },
    size: side === 'x' ? 24 : LOSS_ROOM.left,
    gap: 4,
    splits: (plot, index) => ticksOf(plot, index).map(({ at }) => at),
    values: (plot, _splits, index) => ticksOf(plot, index).map(({ label }) => label),
  }
}

/** Of the axis of this index. */
type TicksOf = (plot: uPlot, index: number) => readonly LossTick[]

const spanOf = (plot: uPlot, index: number): [low: number, high: number] => {
  const { min = 0, max = 1 } = plot.scales[plot.axes[index].scale ?? 'x']
  return [min, max]
}

const acrossTicks: TicksOf = (plot, index) =>
  linearScale.ticks(...spanOf(plot, index), Math.max(2, plot.bbox.width / window.devicePixelRatio / 90))

const heightTicks =
  (scale: () => LossScale): TicksOf =>
  (plot, index) =>
    scale().ticks(...spanOf(plot, index), Math.max(2, plot.bbox.height / window.devicePixelRatio / 32))
