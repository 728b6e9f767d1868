import type { ContextColumn } from '../document/model'
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

  /** One natural value per column → [C]. */
  toFlow(values: ArrayLike<number>): Float64Array {
    const given = new Float64Array(this.dims)
    this.write(values, 0, given, 0)
    return given
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
    private readonly units: Units,
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

  write(rows: Table, into: Float32Array | Float64Array): void {
    const { natural, width, context } = this
    const { dims, mean, scale } = this.units
    for (let from = 0, at = 0; from < rows.length; from += natural, at += width) {
      for (let d = 0; d < dims; d++) into[at + d] = (rows[from + d] - mean[d]) / scale[d]
      context.write(rows, from + dims, into, at + dims)
    }
  }
}
