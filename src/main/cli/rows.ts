import type { Outcome } from '@shared/document/issue'
import { failure } from '@shared/document/issue'
import { readTable } from '@shared/learn/data/readers/read'
import type { Column, Table } from '@shared/learn/data/readers/table'
import { demand } from './failure'
import type { Terminal } from './terminal'

/** Points of D coordinates, row-major [n, D], in natural units. */
export type Points = Float64Array

/** Reads a file of points for a model whose columns have these names. */
export async function readPoints(terminal: Terminal, path: string, names: readonly string[]): Promise<Points> {
  const table = demand(await readTable(path, await terminal.read(path)), path)
  return demand(pointsOf(table, names), path)
}

/** The named columns where the table has them all, else its columns in order when there are just as many. */
export function pointsOf(table: Table, names: readonly string[]): Outcome<Points> {
  const named = names.map((name) => table.columns.find((column) => column.name === name))
  const columns = named.every((column) => column !== undefined) ? named : table.columns
  if (columns.length !== names.length) {
    const list = names.map((name) => `"${name}"`).join(', ')
    return failure(
      `${columns.length} columns, expected ${names.length} (${list}, the model's). Name or keep just these columns.`,
    )
  }
  for (const column of columns) {
    const fault = faultOf(column)
    if (fault !== null) return failure(`column "${column.name}": ${fault}. Mend or remove these rows.`)
  }
  const points = new Float64Array(table.rows * names.length)
  columns.forEach(({ values }, d) => {
    for (let i = 0; i < table.rows; i++) points[i * names.length + d] = values[i]
  })
  return { ok: true, value: points }
}

function faultOf(column: Column): string | null {
  if (column.faults.count > 0) return column.faults.first.join('; ')
  const row = column.values.findIndex((value) => !Number.isFinite(value))
  if (row < 0) return null
  return `row ${row + 1} is ${Number.isNaN(column.values[row]) ? 'missing or NaN' : 'infinite'}`
}

const quoted = (name: string): string => (/[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

/** CSV with a header; numbers in the shortest form that reads back the same. `values` is row-major [n, names]. */
export function csv(names: readonly string[], values: ArrayLike<number>): string {
  const width = names.length
  const lines = [names.map(quoted).join(',')]
  for (let start = 0; start < values.length; start += width) {
    const cells = Array.from({ length: width }, (_, d) => String(values[start + d]))
    lines.push(cells.join(','))
  }
  return lines.join('\n') + '\n'
}
