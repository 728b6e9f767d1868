import uPlot from 'uplot'
import type { EditMark } from '@shared/rpc/protocol'
import { withCpuCanvases } from '../use/cpuCanvas'
import { cssColour, type CanvasInks } from '../use/useTheme'
import { apart } from './apart'
import { editLines } from './editMarks'
import type { LossColumns } from './lossData'
import { lossRange } from './lossRange'
import { LOSS_ROOM } from './lossRoom'
import { tickLabel } from './numbers'
import { niceTicks } from './ticks'
import { t } from '../strings/t'

const FONT_UNIT = '11px "JetBrains Mono Variable", monospace'
const FONT_LABEL = '11px "Inter Variable", sans-serif'

/** What the chart needs besides the curves. */
export interface LossFacts {
  /** The least that the loss can be in nats, when known: the data's true entropy, say. */
  readonly least: number | null
  /** Whether the training loss is of another kind than what validations measure: its axis is then on the right. */
  readonly ownAxes?: boolean
  /** Steps of the whole run: the axis shows all of it from the start. */
  readonly steps: number
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
  #facts: LossFacts = { least: null, steps: 1 }

  constructor(host: HTMLElement, inks: CanvasInks, width: number, height: number, ownAxes = false) {
    const train = ownAxes ? 'train' : 'y'
    const options: uPlot.Options = {
      width,
      height,
      padding: [8, LOSS_ROOM.right, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, Math.max(1, this.#facts.steps)] },
        y: { range: () => this.#range() },
        ...(ownAxes && { train: { range: () => lossRange(finite(this.#plot.data[2]), null) } }),
      },
      axes: [axis(inks, 'x'), axis(inks, 'y'), ...(ownAxes ? [secondAxis(inks)] : [])],
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
    this.#plot.setData(columns)
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  destroy(): void {
    this.#plot.destroy()
  }

  #range(): [number, number] {
    const { data } = this.#plot
    const { least, ownAxes } = this.#facts
    return lossRange(finite([...(ownAxes ? [] : data[2]), ...data[3], ...data[4]]), least)
  }

  /** A dashed line at the least loss: no model can do better on average. */
  #drawEntropy(plot: uPlot, inks: CanvasInks): void {
    const { least } = this.#facts
    if (least === null) return
    const { ctx, bbox } = plot
    const y = plot.valToPos(least, 'y', true)
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
    const { edits = [] } = this.#facts
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
    const atOf = (step: number): number => plot.valToPos(step, 'x', true)
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
    add(t('charts.bestPossible'), this.#facts.least, cssColour(inks.good))
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

export const lastOf = (column: ArrayLike<number | null | undefined>): number | null => {
  for (let i = column.length - 1; i >= 0; i--) if (typeof column[i] === 'number') return column[i]!
  return null
}

const finite = (values: Iterable<number | null | undefined>): number[] =>
  [...values].filter((value): value is number => typeof value === 'number')

/** The axis of the training loss where it has its own, in the curve's ink and without lines across. */
const secondAxis = (inks: CanvasInks): uPlot.Axis => ({
  ...axis(inks, 'y'),
  scale: 'train',
  side: 1,
  size: LOSS_ROOM.second,
  stroke: cssColour(inks.xInk),
  grid: { show: false },
})

function axis(inks: CanvasInks, side: 'x' | 'y'): uPlot.Axis {
  return {
    font: FONT_UNIT,
    stroke: cssColour(inks.dim),
    grid: { stroke: cssColour(inks.text, 0.08), width: 1 },
    ticks: { stroke: cssColour(inks.hairline), width: 1, size: 4 },
    size: side === 'x' ? 24 : LOSS_ROOM.left,
    gap: 4,
    splits: (plot, index) => [...ticksOf(plot, index).values],
    values: (plot, splits, index) => splits.map((value) => tickLabel(value, ticksOf(plot, index).decimals)),
  }
}

/** Of the axis of this index, of which the first is the one across. */
function ticksOf(plot: uPlot, index: number) {
  const { min = 0, max = 1 } = plot.scales[plot.axes[index].scale ?? 'x']
  const length = (index === 0 ? plot.bbox.width : plot.bbox.height) / window.devicePixelRatio
  return niceTicks(min, max, Math.max(2, length / (index === 0 ? 90 : 32)))
}
