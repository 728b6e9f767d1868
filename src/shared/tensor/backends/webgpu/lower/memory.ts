import type { Node } from '../../../ir/program'
import type { KeptValues } from '../plan/keptValues'
import type { Binding, Cell, Place } from '../wgsl/cell'
import type { Memory } from '../wgsl/values'
import type { Far } from './far'

/** The places of a program's cells, and what kernels find in the device's memory beside them. */
export class ProgramMemory implements Memory {
  readonly constants: { readonly base: number; readonly values: Float64Array }[] = []
  readonly #constants = new Map<Float64Array, number>()
  readonly #tables = new Map<string, number>()
  readonly #entries: number[] = []

  constructor(
    private readonly kept: KeptValues,
    private readonly places: ReadonlyMap<Cell, Place>,
    public size: number,
  ) {}

  cellOf(node: Node): Cell | undefined {
    return this.kept.cells.get(node)
  }

  /** The same for steps that are far from where some values are computed. */
  from(far: Far): Memory {
    if (far.size === 0) return this
    return {
      cellOf: (node) => (far.has(node) ? (far.get(node) ?? undefined) : this.cellOf(node)),
      bindingOf: (node) => this.bindingOf(node),
      axisOf: (node) => this.axisOf(node),
      placeOf: (cell) => this.placeOf(cell),
      table: (entries) => this.table(entries),
      constant: (values) => this.constant(values),
    }
  }

  bindingOf(node: Node): Binding | undefined {
    return this.kept.bindings.get(node)
  }
  axisOf(node: Node): number | null {
    return this.kept.axisOf(node)
  }

  placeOf(cell: Cell): Place {
    if (cell.within) return { space: 'memory', base: this.baseOf(cell.within.cell) + cell.within.offset }
    const place = this.places.get(cell)
    if (!place) throw new Error(`internal: ${cell.name} has no place`)
    return place
  }

  /** Where a cell begins in the device's memory. */
  baseOf(cell: Cell): number {
    const place = this.placeOf(cell)
    if (place.space === 'tile') throw new Error(`internal: ${cell.name} is in a tile`)
    return place.base
  }

  /** Where a list of whole numbers begins among the tables. */
  table(entries: readonly number[]): number {
    const key = entries.join()
    const known = this.#tables.get(key)
    if (known !== undefined) return known
    const start = this.#entries.length
    this.#tables.set(key, start)
    for (const entry of entries) this.#entries.push(entry)
    return start
  }

  get tables(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#entries.length > 0 ? this.#entries : [0])
  }

  /** Where a constant begins in the device's memory. */
  constant(values: Float64Array): number {
    const known = this.#constants.get(values)
    if (known !== undefined) return known
    const base = this.size
    this.#constants.set(values, base)
    this.constants.push({ base, values })
    this.size += values.length
    return base
  }
}
