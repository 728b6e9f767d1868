import type { ContextSummary, GivenSummary, Opened } from '@shared/rpc/protocol'
import { count, significant } from '../../charts/numbers'
import { pickRows } from '../columns'
import { t } from '../../strings/t'

/** Of the rows whose classes are those held, this share is shown: those whose numbers are nearest; and at least so many. */
const SHARE = 0.1
const LEAST = 50

/** Where a slider for a number runs: over its middle nine tenths and half as far again to both sides, within the data. */
export function sliderRange({ min, max, quantiles }: Extract<GivenSummary, { kind: 'number' }>) {
  const [low, high] = [quantiles[0], quantiles[4]]
  const room = (high - low) / 2
  const [from, to] = [Math.max(min, low - room), Math.min(max, high + room)]
  return to > from ? { min: from, max: to } : { min: from, max: from + 1 }
}

/** Where sliders and choices begin: at every number's median and every first class. */
export const firstGiven = (columns: readonly GivenSummary[]): readonly number[] =>
  columns.map((column) => (column.kind === 'number' ? column.quantiles[2] : 0))

/** Rows of the preview whose context is what is held, or near it, in their order. */
export function nearRows({ columns, preview }: ContextSummary, given: readonly number[]): readonly number[] {
  const step = columns.length
  const at = (row: number, k: number) => preview[row * step + k]
  const all = Array.from({ length: preview.length / step }, (_, row) => row)
  const same = all.filter((row) => columns.every(({ kind }, k) => kind === 'number' || at(row, k) === given[k]))
  if (columns.every(({ kind }) => kind === 'class')) return same
  const distance = (row: number) =>
    columns.reduce((sum, column, k) => {
      if (column.kind === 'class') return sum
      const spread = column.quantiles[4] - column.quantiles[0] || 1
      return sum + ((at(row, k) - given[k]) / spread) ** 2
    }, 0)
  const kept = Math.max(LEAST, Math.round(SHARE * same.length))
  return same
    .map((row) => ({ row, distance: distance(row) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, kept)
    .map(({ row }) => row)
    .sort((a, b) => a - b)
}

/** The data as it is shown where a context is held: these rows of the preview alone. */
export function withRows(opened: Opened, rows: readonly number[]): Opened {
  const { data, dims } = opened
  const { context } = data
  const all = context.columns.map((_, k) => k)
  return {
    ...opened,
    data: {
      ...data,
      preview: pickRows(
        data.preview,
        dims,
        Array.from({ length: dims }, (_, d) => d),
        rows,
      ),
      context: { ...context, preview: pickRows(context.preview, all.length, all, rows) },
    },
  }
}

/** The data's other rows, [n, D]. */
export function otherRows({ data, dims }: Opened, rows: readonly number[]): Float32Array {
  const near = new Set(rows)
  return data.preview.filter((_, at) => !near.has(Math.floor(at / dims)))
}

/** Which data rows are shown where a context is held. */
export interface NearWords {
  /** "Data with label = upper": of those with these classes, the nearest in numbers. */
  readonly which: string
  /** "512 of 1,024 rows" */
  readonly many: string
}

function whichData(classes: string, numbers: string): string {
  if (classes === '') return t('views.given.nearest', { numbers })
  return numbers === '' ? t('views.given.with', { classes }) : t('views.given.withNearest', { classes, numbers })
}

export function nearWords({ columns, preview }: ContextSummary, given: readonly number[], shown: number): NearWords {
  const all = preview.length / columns.length
  if (all === 0) return { which: t('views.given.data'), many: t('views.given.notHere') }
  const held = columns.map((column, k) =>
    column.kind === 'class'
      ? { nearest: false, is: `${column.name} = ${column.classes[given[k]] ?? '?'}` }
      : { nearest: true, is: `${column.name} = ${significant(given[k], 3)}` },
  )
  const listed = (nearest: boolean): string =>
    held.flatMap((one) => (one.nearest === nearest ? [one.is] : [])).join(', ')
  const [classes, numbers] = [listed(false), listed(true)]
  return { which: whichData(classes, numbers), many: t('views.given.rows', { shown: count(shown), all: count(all) }) }
}
