import type { Outcome } from '@shared/document/issue'
import { failure } from '@shared/document/issue'
import { readTable } from '@shared/learn/data/readers/read'
import type { Column, Table } from '@shared/learn/data/readers/table'
import type { ContextUnits } from '@shared/learn/context'
import { selectContext } from '@shared/learn/data'
import { CommandFailure, demand } from './failure'
import type { Terminal } from './terminal'

/** Points of D coordinates, row-major [n, D], in natural units. */
export type Points = Float64Array

/** Reads a file of points for a model whose columns have these names. */
export async function readPoints(terminal: Terminal, path: string, names: readonly string[]): Promise<Points> {
  const table = demand(await readTable(path, await terminal.read(path)), path)
  return demand(pointsOf(table, names), path)
}

/** What rows are given: the same for all of them, or each its own by the context columns of its file. */
export interface GivenRows {
  readonly context: ContextUnits
  /** A natural value per context column; null for each row's own. */
  readonly held: readonly number[] | null
}

/** Reads points [n, D], natural, with what they are given in the flow's units: [C] for all of them, or [n, C]. */
export async function readRows(
  terminal: Terminal,
  path: string,
  names: readonly string[],
  { context, held }: GivenRows,
): Promise<{ readonly points: Points; readonly contexts: Float64Array }> {
  if (context.columns.length === 0 || held)
    return { points: await readPoints(terminal, path, names), contexts: context.toFlow(held ?? []) }
  const table = demand(await readTable(path, await terminal.read(path)), path)
  const choices = context.columns.map(({ name, kind }) => ({ column: name, as: kind }))
  const given = demand(selectContext(path, table, choices), `${path}, and no --given`)
  const isGiven = (name: string) => choices.some(({ column }) => column === name)
  const rest = { ...table, columns: table.columns.filter(({ name }) => !isGiven(name)) }
  const points = demand(pointsOf(rest, names), path)
  const natural = new Float64Array(table.rows * given.length)
  given.forEach(({ name, classes, values }, k) => {
    const column = context.columns[k]
    for (let i = 0; i < table.rows; i++) {
      const place = column.kind === 'class' ? column.classes.indexOf(classes?.[values[i]] ?? '') : values[i]
      if (!Number.isFinite(place) || (column.kind === 'class' && place < 0)) {
        const expected = column.kind === 'class' ? `one of ${column.classes.join(', ')}` : 'a number'
        throw new CommandFailure(
          `${path}, column "${name}": row ${i + 1} has no value the model knows, expected ${expected}.`,
        )
      }
      natural[i * given.length + k] = place
    }
  })
  return { points, contexts: context.rowsToFlow(natural) }
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
