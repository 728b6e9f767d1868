import { failure, type Issue, type Outcome } from '../../document/issue'
import type { DataSource } from '../../document/schema'
import { encodeFloat32 } from '../../document/float32'
import { selectContext } from './preprocess/selectContext'
import { selectRows, type Gaps } from './preprocess/selectRows'
import type { Table } from './readers/table'

/** What the data panel shows of a file just read. */
export interface TableDescription {
  readonly name: string
  readonly columns: readonly {
    readonly name: string
    readonly numeric: boolean
    readonly missing: number
    readonly constant: boolean
    /** Names of its classes, where it is text of few different values. */
    readonly classes: readonly string[] | null
  }[]
  readonly rows: number
  readonly head: readonly (readonly string[])[]
  readonly issues: readonly Issue[]
}

export function describeTable(name: string, table: Table): TableDescription {
  const columns = table.columns.map((column) => ({
    name: column.name,
    numeric: column.kind === 'number',
    missing: column.missing,
    constant: column.constant,
    classes: column.classes?.names ?? null,
  }))
  return { name, columns, rows: table.rows, head: table.head, issues: table.warnings }
}

/** Characters of base64 that a document may carry. */
const LARGEST_TEXT = 128 * 1024 * 1024

/** Chosen columns of a table, of numbers or of classes, as a data source that a document carries within itself. */
export function tableSource(
  name: string,
  table: Table,
  columns: readonly string[],
  gaps: Gaps = 'refuse',
): Outcome<Extract<DataSource, { kind: 'table' }>> {
  const isClass = (column: string) =>
    table.columns.some(({ name, classes }) => name === column && classes !== undefined)
  const context = columns.filter(isClass).map((column) => ({ column, as: 'class' as const }))
  const given = selectContext(name, table, context)
  if (!given.ok) return given
  const rows = selectRows(name, table, columns, gaps, given.value)
  if (!rows.ok) return rows
  // numbers first, then the places of classes
  const ordered = [...rows.value.columns, ...context.map(({ column }) => column)]
  const classes = [...rows.value.columns.map(() => null), ...given.value.map((column) => [...column.classes!])]
  const most = Math.floor(((LARGEST_TEXT / 4) * 3) / 4 / columns.length)
  if (rows.value.count > most) {
    const got = `${rows.value.count} rows of ${columns.length} columns`
    return failure(
      `Data "${name}" has ${got}; a document carries at most ${most}. Take a sample, or name the file instead.`,
    )
  }
  return { ok: true, value: { kind: 'table', name, columns: ordered, classes, rows: encodeFloat32(rows.value.values) } }
}
