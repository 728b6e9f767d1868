import type { Issue, Outcome } from '../../../document/issue'
import { failure } from '../../../document/issue'
import { limits } from './limits'
import { some } from './some'
import { TextCells } from './textCells'

/**
 * What a column holds: numbers (and gaps), text, mostly numbers with some cells that are not (`mixed`, to be mended
 * before use), or nothing at all.
 */
export type ColumnKind = 'number' | 'text' | 'mixed' | 'empty'

/** The different values of a column by name, and each row's place among them; NaN where the cell is missing. */
export interface Classes {
  readonly names: readonly string[]
  readonly codes: Float64Array
}

export interface Column {
  readonly name: string
  readonly kind: ColumnKind
  /** One per row; NaN where the cell is missing or not a number. */
  readonly values: Float64Array
  readonly missing: number
  readonly infinite: number
  readonly constant: boolean
  /** The first cells that are not numbers, with their place, and how many there are. */
  readonly faults: { readonly count: number; readonly first: readonly string[] }
  /** Of a column of text, where its values are few. */
  readonly classes?: Classes
}

/** A file of rows and named columns, as read; nothing is dropped or filled in. */
export interface Table {
  readonly columns: readonly Column[]
  readonly rows: number
  /** First rows as text, for a preview. */
  readonly head: readonly (readonly string[])[]
  /** What a person should know before using it: gaps, infinities, constant and unreadable columns. */
  readonly warnings: readonly Issue[]
}

export const HEAD_ROWS = 10
const FIRST_FAULTS = 3

/** Gathers one column, cell by cell. */
export class ColumnBuilder {
  private values: Float64Array
  private rows = 0
  private missing = 0
  private infinite = 0
  private min = Infinity
  private max = -Infinity
  private faultCount = 0
  private readonly firstFaults: string[] = []
  private readonly texts = new TextCells()

  constructor(
    readonly name: string,
    capacity = 1024,
  ) {
    this.values = new Float64Array(capacity)
  }

  private push(value: number): void {
    if (this.rows === this.values.length) {
      const larger = new Float64Array(2 * this.rows)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.rows++] = value
  }

  /** A number; NaN counts as missing. */
  number(value: number): void {
    if (Number.isNaN(value)) this.missing++
    else if (!Number.isFinite(value)) this.infinite++
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    this.push(value)
  }

  gap(): void {
    this.number(NaN)
  }

  /** A cell that is neither a number nor empty; `place` says where it stands, e.g. `line 7`. */
  fault(text: string, place: string): void {
    if (this.faultCount++ < FIRST_FAULTS) {
      const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
      this.firstFaults.push(`${place}: "${shown}" is not a number`)
    }
    this.texts.add(this.rows, text)
    this.push(NaN)
  }

  finish(): Column {
    const numbers = this.rows - this.missing - this.faultCount
    const kind =
      this.faultCount === 0 ? (numbers > 0 ? 'number' : 'empty') : numbers > this.faultCount ? 'mixed' : 'text'
    const values = this.values.slice(0, this.rows)
    const classes = kind === 'text' ? this.texts.classes(values) : null
    return {
      name: this.name,
      kind,
      values,
      missing: this.missing,
      infinite: this.infinite,
      constant: kind === 'number' && this.min === this.max,
      faults: { count: this.faultCount, first: this.firstFaults },
      ...(classes && { classes }),
    }
  }
}

const warning = (message: string): Issue => ({ severity: 'warning', node: null, path: '', message })

function columnWarnings(file: string, column: Column): Issue[] {
  const where = `File "${file}", column "${column.name}"`
  const warnings: Issue[] = []
  if (column.kind === 'mixed') {
    warnings.push(warning(`${where}: ${some(column.faults.first, column.faults.count)}. Mend these cells to use it.`))
  }
  if (column.kind === 'empty') warnings.push(warning(`${where} has no values.`))
  if (column.kind === 'number' && column.missing > 0) warnings.push(warning(`${where}: ${column.missing} missing.`))
  if (column.infinite > 0) warnings.push(warning(`${where}: ${column.infinite} infinite.`))
  if (column.constant) warnings.push(warning(`${where} has the same value in every row: it has no density.`))
  return warnings
}

/** Names that a table can have: not too long and each once. */
export function checkNames(file: string, names: readonly string[]): Outcome<null> {
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
  if (twice.length > 0) {
    const list = some(twice.map((name) => `"${name}"`))
    return failure(`File "${file}" names more than one column ${list}; expected each name once. Rename them.`)
  }
  const long = names.findIndex((name) => name.length > limits.name)
  if (long >= 0) {
    const most = `expected at most ${limits.name} characters`
    return failure(`File "${file}": the name of column ${long + 1} has ${names[long].length}, ${most}. Shorten it.`)
  }
  return { ok: true, value: null }
}

/** The table of finished columns; refused where no column has numbers. */
export function buildTable(
  file: string,
  builders: readonly ColumnBuilder[],
  rows: number,
  head: readonly (readonly string[])[],
): Outcome<Table> {
  const columns = builders.map((builder) => builder.finish())
  if (!columns.some((column) => column.kind === 'number' || column.kind === 'mixed')) {
    const faulty = columns.find(({ faults }) => faults.count > 0)
    const why = faulty ? `; column "${faulty.name}", ${faulty.faults.first[0]}` : ''
    return failure(`File "${file}" has no column of numbers${why}. Choose a file with numbers.`)
  }
  return { ok: true, value: { columns, rows, head, warnings: columns.flatMap((c) => columnWarnings(file, c)) } }
}
