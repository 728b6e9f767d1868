import type { Outcome } from '../../../document/issue'
import type { DataSource } from '../../../document/schema'
import { Random } from '../../../math/random'
import { loadBuiltin } from '../builtins'
import { loadRows, readFileTable, tableOf, type DataReaders } from '../loadRows'
import type { Column, Table } from '../readers/table'
import { drawToy, LABEL } from '../toys/columns'
import { findToy, resolveSettings } from '../toys/registry'

/** A source as it is: every row and column, with nothing dropped or filled in. */
export interface RawTable {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: number
  /** Those that are learnt unless a document says otherwise; null for all columns of numbers. */
  readonly usual: readonly string[] | null
}

export async function rawTable(source: DataSource, readers: DataReaders): Promise<Outcome<RawTable>> {
  switch (source.kind) {
    case 'table':
      return of(source.name, tableOf(source), null)
    case 'file':
      return of(source.path, await readFileTable(source.path, readers), source.columns)
    case 'builtin': {
      const builtin = await loadBuiltin(source.name, readers.readResource)
      if (!builtin.ok) return builtin
      const { entry, table } = builtin.value
      return of(entry.label, { ok: true, value: table }, source.columns ?? entry.columns)
    }
    case 'energy': {
      const drawn = await loadRows(source, readers)
      if (!drawn.ok) return drawn
      const { name, columns, values } = drawn.value
      return { ok: true, value: numbersTable(name, columns, values) }
    }
    case 'toy':
      return toyTable(source)
    default:
      return source satisfies never
  }
}

const of = (name: string, table: Outcome<Table>, usual: RawTable['usual']): Outcome<RawTable> =>
  table.ok ? { ok: true, value: { name, columns: table.value.columns, rows: table.value.rows, usual } } : table

/** The same rows that are trained on, with their labels. */
function toyTable({ name, samples, seed, settings }: Extract<DataSource, { kind: 'toy' }>): Outcome<RawTable> {
  const toy = findToy(name)
  if (!toy.ok) return toy
  const resolved = resolveSettings(toy.value, settings)
  if (!resolved.ok) return resolved
  const { label, dims, labels } = toy.value
  const names = [...['x', 'y', 'z'].slice(0, dims), ...(labels ? [LABEL] : [])]
  const values = drawToy(toy.value, resolved.value, names, {
    count: samples,
    random: new Random(seed).fork(`toy ${name}`),
  })
  const table = numbersTable(label, names, values)
  const columns = table.columns.map((column): Column =>
    column.name === LABEL
      ? { ...column, kind: 'text', classes: { names: labels!.names, codes: column.values } }
      : column,
  )
  return { ok: true, value: { ...table, columns } }
}

function numbersTable(name: string, names: readonly string[], values: Float64Array): RawTable {
  const rows = values.length / names.length
  const columns = names.map((column, c): Column => {
    const own = Float64Array.from({ length: rows }, (_, row) => values[row * names.length + c])
    const constant = own.every((value) => value === own[0])
    return {
      name: column,
      kind: 'number',
      values: own,
      missing: 0,
      infinite: 0,
      constant,
      faults: { count: 0, first: [] },
    }
  })
  return { name, columns, rows, usual: null }
}
