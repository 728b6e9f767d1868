import { failure, type Outcome } from '../../../document/issue'
import { quantile } from '../../../math/quantiles'
import { some } from '../readers/some'
import type { Column, Table } from '../readers/table'
import type { GivenColumn } from './selectContext'

/** Rows of finite numbers, natural units. */
export interface Rows {
  readonly columns: readonly string[]
  /** What x is given; by name, with the classes of those that are classes. */
  readonly given: readonly Omit<GivenColumn, 'values'>[]
  /** [count, columns + given] row-major: the columns, then what they are given. */
  readonly values: Float64Array
  readonly count: number
  /** Rows left out because a chosen cell was missing or infinite. */
  readonly dropped: number
  /** Places of the rows in the table, rising. */
  readonly kept: Uint32Array
}

/**
 * What to do with rows that lack a number in a chosen column: `median` fills it, but no class is filled; `keep` leaves them as
 * they are, which are then no rows of finite numbers.
 */
export type Gaps = 'refuse' | 'drop' | 'median' | 'keep'

/** The chosen columns of a table, in the order chosen; null for every column of numbers. Those given are not among them. */
export function selectRows(
  name: string,
  table: Table,
  chosen: readonly string[] | null,
  gaps: Gaps = 'refuse',
  given: readonly GivenColumn[] = [],
): Outcome<Rows> {
  const found = chooseColumns(name, table, chosen, given)
  if (!found.ok) return found
  const columns = gaps === 'median' ? { value: found.value.map(filled) } : found
  const whole =
    gaps === 'keep'
      ? Uint32Array.from({ length: table.rows }, (_, row) => row)
      : wholeRows([...columns.value, ...given], table.rows)
  const dropped = table.rows - whole.length
  if (dropped > 0 && gaps === 'refuse') {
    const lacking = [...columns.value, ...given].flatMap(describeGaps)
    const remedy = `Leave out the ${dropped} rows (of ${table.rows}) that lack a value or fill them by medians (Data workshop, Problems), or choose other columns`
    return failure(`Data "${name}": ${some(lacking)}; expected a finite number in every row. ${remedy}.`, 'data.source')
  }
  if (whole.length === 0) return failure(`Data "${name}": no row has a number in every chosen column.`, 'data.source')

  const all = [...columns.value, ...given]
  const width = all.length
  const values = new Float64Array(whole.length * width)
  all.forEach((column, c) => {
    for (let r = 0; r < whole.length; r++) values[r * width + c] = column.values[whole[r]]
  })
  const names = columns.value.map((column) => column.name)
  const about = given.map(({ name, classes }) => ({ name, classes }))
  return { ok: true, value: { columns: names, given: about, values, count: whole.length, dropped, kept: whole } }
}

function chooseColumns(
  name: string,
  table: Table,
  chosen: readonly string[] | null,
  given: readonly GivenColumn[],
): Outcome<readonly Column[]> {
  const usable = table.columns.filter((column) => column.kind === 'number' || column.kind === 'mixed')
  const isGiven = new Set(given.map((column) => column.name))
  const names = (chosen ?? usable.map((column) => column.name)).filter((key) => !isGiven.has(key))
  if (names.length === 0) {
    const message = `Data "${name}": every column is context, so none is left to learn. Leave one out of the context.`
    return failure(message, 'data.context')
  }
  const columns: Column[] = []
  for (const key of names) {
    const where = `Data "${name}", column "${key}"`
    const column = table.columns.find((candidate) => candidate.name === key)
    if (!column) {
      const present = some(
        usable.map((candidate) => `"${candidate.name}"`),
        usable.length,
        8,
      )
      return failure(
        `${where}: there is no such column; expected one of ${present}. Choose again.`,
        'data.source.columns',
      )
    }
    if (columns.includes(column)) return failure(`${where} is chosen twice. Choose it once.`, 'data.source.columns')
    if (column.kind === 'empty') return failure(`${where} has no values. Leave it out.`, 'data.source.columns')
    if (column.kind !== 'number') {
      const faults = some(column.faults.first, column.faults.count)
      return failure(`${where}: ${faults}. Mend these cells, or leave the column out.`, 'data.source.columns')
    }
    columns.push(column)
  }
  return { ok: true, value: columns }
}

/** The column with its median where a number is missing or infinite; itself where none is. */
function filled(column: Column): Column {
  const present = column.values.filter(Number.isFinite).sort()
  if (present.length === column.values.length || present.length === 0) return column
  const median = quantile(present, 0.5)
  return { ...column, values: column.values.map((value) => (Number.isFinite(value) ? value : median)) }
}

/** Indices of the rows in which every column has a finite number. */
function wholeRows(columns: readonly Pick<Column, 'values'>[], rows: number): Uint32Array {
  const indices = new Uint32Array(rows)
  let count = 0
  for (let r = 0; r < rows; r++) {
    if (columns.every((column) => Number.isFinite(column.values[r]))) indices[count++] = r
  }
  return indices.subarray(0, count)
}

function describeGaps(column: Pick<Column, 'name' | 'values'>): string[] {
  const missing = column.values.reduce((count, value) => count + Number(Number.isNaN(value)), 0)
  const infinite = column.values.reduce((count, value) => count + Number(Math.abs(value) === Infinity), 0)
  if (missing + infinite === 0) return []
  const first = column.values.findIndex((value) => !Number.isFinite(value)) + 1
  const kinds = [missing > 0 && `${missing} missing`, infinite > 0 && `${infinite} infinite`]
  return [`column "${column.name}" has ${kinds.filter(Boolean).join(' and ')}, first in row ${first}`]
}
