import type { DataSummary } from '@shared/rpc/protocol'
import { padded, type Interval } from '../bounds'
import { takeColumns } from '../columns'
import { alongAxes, principalAxes, type PrincipalAxes } from '../statistics/pca'
import { t } from '../../strings/t'

/** Columns that can be looked at together, and those that are to begin with. */
export const MOST_COLUMNS = 12
export const FIRST_COLUMNS = 8

/** The axes of a corner plot: chosen columns of the table, or the strongest principal axes of all of its columns. */
export type AxisChoice =
  | { readonly kind: 'columns'; readonly columns: readonly number[] }
  | { readonly kind: 'principal'; readonly axes: PrincipalAxes; readonly count: number }

export interface CornerAxes {
  readonly names: readonly string[]
  readonly ranges: readonly Interval[]
  /** Data rows [n, count] along these axes. */
  readonly data: Float32Array
  /** Any points [n, D] along these axes. */
  readonly project: (points: Float32Array) => Float32Array
}

/** Columns the first of which are shown before a person has chosen. */
export const firstColumns = (dims: number): number[] =>
  Array.from({ length: Math.min(dims, FIRST_COLUMNS) }, (_, i) => i)

export const principalChoice = (data: DataSummary, dims: number): AxisChoice => ({
  kind: 'principal',
  axes: principalAxes(data.preview, dims),
  count: Math.min(dims, FIRST_COLUMNS),
})

/** The chosen columns with one put in or taken out, in the table's order; as before where none or too many would be left. */
export function toggled(columns: readonly number[], column: number): readonly number[] {
  const next = columns.includes(column) ? columns.filter((c) => c !== column) : [...columns, column]
  return next.length < 2 || next.length > MOST_COLUMNS ? columns : next.toSorted((a, b) => a - b)
}

export function cornerAxes(data: DataSummary, dims: number, choice: AxisChoice): CornerAxes {
  if (choice.kind === 'columns') {
    const columns = choice.columns.filter((column) => column < dims)
    return {
      names: columns.map((column) => data.columns[column].name),
      ranges: columns.map((column) => padded(data.columns[column], 0.05)),
      data: takeColumns(data.preview, dims, columns),
      project: (points) => takeColumns(points, dims, columns),
    }
  }
  const { axes, count } = choice
  const project = (points: Float32Array): Float32Array => alongAxes(points, axes, count)
  const rows = project(data.preview)
  return {
    names: Array.from({ length: count }, (_, k) =>
      t('views.corner.axis', { number: k + 1, share: percent(axes.share[k]) }),
    ),
    ranges: Array.from({ length: count }, (_, k) => padded(rangeOf(rows, count, k), 0.05)),
    data: rows,
    project,
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`

function rangeOf(points: Float32Array, dims: number, column: number): Interval {
  let [min, max] = [Infinity, -Infinity]
  for (let i = column; i < points.length; i += dims) {
    min = Math.min(min, points[i])
    max = Math.max(max, points[i])
  }
  return min <= max ? { min, max } : { min: -1, max: 1 }
}
