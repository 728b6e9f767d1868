import type { CanvasInks } from '../use/useTheme'
import type { Size } from '../use/useSize'
import { inkOf, rectangle, shifted, type Ink, type Mark, type TextMark } from '../views/export/marks'
import { PathData } from '../views/export/pathData'
import { apart } from './apart'
import { editLines } from './editMarks'
import { lossBounds } from './lossBounds'
import type { LossColumns } from './lossData'
import { COMPARED, lastOf, placed, type LossFacts } from './lossPlot'
import { LOSS_ROOM } from './lossRoom'
import { linearScale } from './lossScale'
import { t } from '../strings/t'

/** Around the curves, as on the screen. */
const ROOM = { ...LOSS_ROOM, top: 8, bottom: 24 } as const
const NUMBERS = { size: 11, weight: 400, family: '"JetBrains Mono Variable", monospace' } as const
const LETTERS = { size: 11, weight: 400, family: '"Inter Variable", sans-serif' } as const

/** The loss chart as marks: what `LossPlot` draws, for files. */
export function lossMarks(columns: LossColumns, facts: LossFacts, inks: CanvasInks, size: Size): readonly Mark[] {
  const [places, train, smooth, validation, compared] = placed(columns, facts)
  const { scale = linearScale, trainScale = linearScale, across: acrossOf = Number } = facts
  const least = facts.least === null ? null : scale.at(facts.least)
  const second = facts.ownAxes ? ROOM.second : 0
  const [width, height] = [size.width - ROOM.left - ROOM.right - second, size.height - ROOM.top - ROOM.bottom]
  const finite = (values: readonly (number | null)[]) => values.filter((value): value is number => value !== null)
  const [low, high] = lossBounds([places, train, smooth, validation, compared], facts)
  const [trainLow, trainHigh] = facts.ownAxes ? trainScale.range(finite(smooth), null) : [low, high]
  const last = facts.end
  const atX = (place: number): number => (place / last) * width
  const atY = (nll: number): number => ((high - nll) / (high - low)) * height
  const atTrain = (loss: number): number => ((trainHigh - loss) / (trainHigh - trainLow)) * height

  const across = linearScale.ticks(0, last, Math.max(2, width / 90))
  const up = scale.ticks(low, high, Math.max(2, height / 32))
  const upRight = facts.ownAxes ? trainScale.ticks(trainLow, trainHigh, Math.max(2, height / 32)) : []
  const label = (text: string, x: number, y: number, anchor: TextMark['anchor'], ink = inks.dim): Mark => ({ kind: 'text', text, x, y, anchor, font: NUMBERS, fill: inkOf(ink) }) // prettier-ignore
  const grid = new PathData()
  for (const { at } of across) grid.line(atX(at), 0, atX(at), height)
  for (const { at } of up) grid.line(0, atY(at), width, atY(at))

  const curve = (values: readonly (number | null)[], at = atY): string => {
    const path = new PathData()
    let begun = false
    values.forEach((value, i) => {
      if (value === null || !Number.isFinite(value)) return
      if (begun) path.lineTo(atX(places[i]), at(value))
      else path.moveTo(atX(places[i]), at(value))
      begun = true
    })
    return path.toString()
  }
  const line = (name: string, d: string, ink: Ink, wide: number, dash?: readonly number[]): Mark => ({ kind: 'path', name, d, stroke: { ink, width: wide, ...(dash && { dash }) } }) // prettier-ignore
  const dots = new PathData()
  validation.forEach((value, i) => {
    if (value !== null) dots.ellipse(atX(places[i]), atY(value), 2.5, 2.5)
  })
  const best = new PathData()
  if (least !== null) best.line(0, atY(least), width, atY(least))

  // letters of this font are half as wide as high, or a little more
  const edits = editLines(
    facts.edits ?? [],
    (step) => atX(acrossOf(step)),
    width,
    (text) => 0.55 * LETTERS.size * text.length,
    4,
  )
  const edited = new PathData()
  for (const { at } of edits) edited.line(at, 0, at, height)

  const curves: readonly Mark[] = [
    line('edits', edited.toString(), inkOf(inks.dim), 1, [1, 3]),
    line('best-possible', best.toString(), inkOf(inks.good), 1, [6, 4]),
    line('compared', curve(compared), inkOf(inks.dim), COMPARED.width, COMPARED.dash),
    line('train', curve(train, atTrain), inkOf(inks.x, 0.35), 1),
    line('smoothed', curve(smooth, atTrain), inkOf(inks.xInk), 2),
    line('validation', curve(validation), inkOf(inks.z), 1.5),
    { kind: 'path', d: dots.toString(), fill: inkOf(inks.panel), stroke: { ink: inkOf(inks.z), width: 1.5 } },
  ]
  const named = (
    [
      [t('charts.train'), lastOf(smooth), inks.xInk, atTrain],
      [t('charts.validation'), lastOf(validation), inks.z, atY],
      [facts.compared ?? '', lastOf(compared), inks.dim, atY],
      [t('charts.bestPossible'), least, inks.good, atY],
    ] as const
  )
    .flatMap(([text, value, ink, at]) => (value === null ? [] : [{ text, y: at(value), fill: inkOf(ink) }]))
    .sort((a, b) => a.y - b.y)
  const heights = apart(named.map(({ y }) => y), 13, 5, height - 2) // prettier-ignore
  return [
    {
      kind: 'group',
      matrix: shifted(ROOM.left, ROOM.top),
      marks: [
        line('grid', grid.toString(), inkOf(inks.text, 0.08), 1),
        { kind: 'group', matrix: shifted(0, 0), clip: { width, height }, marks: curves },
        { kind: 'path', d: rectangle(0, 0, width, height), stroke: { ink: inkOf(inks.hairline), width: 1 } },
        ...edits.flatMap(({ at, text }): Mark[] => (text === null ? [] : [{ kind: 'text', text, x: at + 4, y: 11, anchor: 'start', font: LETTERS, fill: inkOf(inks.dim) }])), // prettier-ignore
        ...across.map(({ at, label: text }) => label(text, atX(at), height + 16, 'middle')),
        ...up.map(({ at, label: text }) => label(text, -8, atY(at) + 4, 'end')),
        ...upRight.map(({ at, label: text }) => label(text, width + 8, atTrain(at) + 4, 'start', inks.xInk)), // prettier-ignore
        ...named.map(({ text, fill }, i): Mark => ({ kind: 'text', text, x: width + second + 8, y: heights[i] + 4, anchor: 'start', font: LETTERS, fill })), // prettier-ignore
      ],
    },
  ]
}
