import type { ContextColumn } from '../document/model'
import { contextsOf, joinRows, pointsOf } from '../flow/rows'
import type { Table, Units } from './units'

/**
 * How context columns become the C numbers that a flow is given: a column of numbers as u = (c − mean)/scale, one of
 * classes as one 1 among zeros. Natural values are the number itself, or the class's place among `classes`.
 */
export class ContextUnits {
  /** C. */
  readonly dims: number

  constructor(readonly columns: readonly ContextColumn[]) {
    this.dims = columns.reduce((sum, column) => sum + widthOf(column), 0)
  }

  /** Whether there is one natural value per column, each within its column. */
  fits(values: readonly number[]): boolean {
    return (
      values.length === this.columns.length &&
      this.columns.every((column, k) =>
        column.kind === 'number'
          ? Number.isFinite(values[k])
          : Number.isInteger(values[k]) && values[k] >= 0 && values[k] < column.classes.length,
      )
    )
  }

  /** The names of classes, by the column that has them. */
  get classes(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      this.columns.flatMap((column) => (column.kind === 'class' ? [[column.name, column.classes] as const] : [])),
    )
  }

  /** Natural values in the middle of things: every number's mean, every first class. */
  get middle(): readonly number[] {
    return this.columns.map((column) => (column.kind === 'number' ? column.mean : 0))
  }

  /** One natural value per column → [C]. */
  toFlow(values: ArrayLike<number>): Float64Array {
    const given = new Float64Array(this.dims)
    this.write(values, 0, given, 0)
    return given
  }

  /** [n, C] → rows of natural values. */
  rowsToNatural(contexts: Table): Float64Array {
    const step = this.columns.length
    const natural = new Float64Array(this.dims === 0 ? 0 : (contexts.length / this.dims) * step)
    for (let from = 0, at = 0; at < natural.length; from += this.dims, at += step) {
      let place = from
      this.columns.forEach((column, k) => {
        natural[at + k] =
          column.kind === 'number'
            ? contexts[place] * column.scale + column.mean
            : contexts.subarray(place, place + column.classes.length).indexOf(1)
        place += widthOf(column)
      })
    }
    return natural
  }

  /** Rows of natural values → [n, C]. */
  rowsToFlow(rows: ArrayLike<number>): Float64Array {
    const step = this.columns.length
    const mapped = new Float64Array(step === 0 ? 0 : (rows.length / step) * this.dims)
    for (let from = 0, at = 0; from < rows.length; from += step, at += this.dims) this.write(rows, from, mapped, at)
    return mapped
  }

  /** The same from a place in one array to a place in another. */
  write(values: ArrayLike<number>, from: number, into: Float32Array | Float64Array, at: number): void {
    let place = at
    this.columns.forEach((column, k) => {
      const value = values[from + k]
      if (column.kind === 'number') into[place] = (value - column.mean) / column.scale
      else for (let i = 0; i < column.classes.length; i++) into[place + i] = i === value ? 1 : 0
      place += widthOf(column)
    })
  }
}

const widthOf = (column: ContextColumn): number => (column.kind === 'number' ? 1 : column.classes.length)

export const noContext = new ContextUnits([])

/** From natural rows, D columns of data and then the context columns, to the rows [n, D + C] that a flow takes. */
export class RowUnits {
  /** Columns of a natural row. */
  readonly natural: number
  /** D + C. */
  readonly width: number

  constructor(
    readonly units: Units,
    readonly context: ContextUnits = noContext,
  ) {
    this.natural = units.dims + context.columns.length
    this.width = units.dims + context.dims
  }

  toFlow(rows: Table): Float64Array {
    const mapped = new Float64Array((rows.length / this.natural) * this.width)
    this.write(rows, mapped)
    return mapped
  }

  /** Back to natural rows. */
  toNatural(rows: Table): Float64Array {
    const { width, units, context } = this
    const sizes = { dims: units.dims, contextDims: context.dims, width }
    const points = units.toNatural(pointsOf(sizes, rows))
    const given = context.rowsToNatural(contextsOf(sizes, rows))
    const step = context.columns.length
    return joinRows({ dims: units.dims, contextDims: step, width: this.natural }, points, given) as Float64Array
  }

  write(rows: Table, into: Float32Array | Float64Array): void {
    const { natural, width, context } = this
    const { dims } = this.units
    for (let from = 0, at = 0; from < rows.length; from += natural, at += width) {
      this.units.write(rows, from, into, at)
      context.write(rows, from + dims, into, at + dims)
    }
  }
}
