import { failure, type Outcome } from '../../../document/issue'
import type { ContextChoice } from '../../../document/schema'
import { some } from '../readers/some'
import type { Classes, Column, Table } from '../readers/table'
import { classesFrom, MOST_CLASSES, numberName } from '../readers/textCells'

/** A column that x is given, row by row: a number, or the place of a class among `classes`; NaN where it is missing. */
export interface GivenColumn {
  readonly name: string
  /** Null for a column of numbers. */
  readonly classes: readonly string[] | null
  readonly values: Float64Array
}

/** A column of a source that x can be given, and as what, the likelier first. */
export interface ContextOffer {
  readonly column: string
  readonly as: readonly ContextChoice['as'][]
}

/** The columns of a table that x is given, as chosen. */
export function selectContext(
  name: string,
  table: Table,
  choices: readonly ContextChoice[],
): Outcome<readonly GivenColumn[]> {
  const given: GivenColumn[] = []
  for (const { column: key, as } of choices) {
    const where = `Data "${name}", context column "${key}"`
    const column = table.columns.find((candidate) => candidate.name === key)
    if (!column) return refuse(`${where}: there is no such column; expected ${present(table)}. Choose again.`)
    if (given.some((other) => other.name === key)) return refuse(`${where} is chosen twice. Choose it once.`)
    if (as === 'number' && column.kind !== 'number') {
      const what = column.kind === 'text' ? 'is text' : 'has cells that are no numbers'
      return refuse(`${where} ${what}, expected numbers. Take it as a class, or leave it out.`)
    }
    const classes = as === 'class' ? classesOf(column) : null
    if (as === 'class' && !classes)
      return refuse(
        `${where} has no values or more than ${MOST_CLASSES} different ones, too many for classes. Take it as a number.`,
      )
    given.push({ name: key, classes: classes?.names ?? null, values: classes?.codes ?? column.values })
  }
  return { ok: true, value: given }
}

/** What a table's columns can be given as. */
export const offersOf = (columns: readonly Column[]): readonly ContextOffer[] =>
  columns.flatMap((column): ContextOffer[] => {
    const isNumber = column.kind === 'number'
    const isClass = classesOf(column) !== null
    const as = [...(isNumber ? (['number'] as const) : []), ...(isClass ? (['class'] as const) : [])]
    return as.length > 0 ? [{ column: column.name, as }] : []
  })

/** The different values of a column where they are few enough; null else. */
export function classesOf(column: Column): Classes | null {
  if (column.classes) return column.classes
  return column.kind === 'number' ? classesFrom(column.values.length, (row) => numberName(column.values[row])) : null
}

const refuse = (message: string) => failure(message, 'data.context')

const present = ({ columns }: Table): string =>
  `one of ${some(
    columns.map(({ name }) => `"${name}"`),
    columns.length,
    8,
  )}`
