import { isOp, type Node } from '../../../ir/program'
import type { Shape } from '../../../ir/shape'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import type { Binding, Cell } from '../wgsl/cell'
import { isLong } from './nodes'

/** The values of a program that are kept, and what is known of all of them. */
export class KeptValues {
  readonly cells = new Map<Node, Cell>()
  /** What inputs of loops' bodies stand for. */
  readonly bindings = new Map<Node, Binding>()
  /** What an element costs to compute from what is kept, in additions. */
  readonly costs = new Map<Node, number>()
  /** Where the results of loops go, by their names. */
  readonly #results = new Map<Node, Map<string, Cell>>()
  #numbers = 0

  constructor(readonly extents: ReadonlyMap<Node, Extent>) {}

  /** The axis of the rows; null of what has none. */
  axisOf(node: Node): number | null {
    const extent = this.extents.get(node)
    return extent && isAlong(extent) ? extent.axis : null
  }

  /** Whether it is summed over the rows. */
  isReduced(node: Node): boolean {
    return this.extents.get(node)?.kind === 'reduced'
  }

  /** Whether it is a sum, not over the rows, of so many terms that threads share them. */
  isLongSum(node: Node): boolean {
    return isLong(node) && this.axisOf(node) === null
  }

  /** A place for a value, under a name of its own. */
  cell(
    name: string,
    shape: Shape,
    axis: number | null,
    dtype: Cell['dtype'] = 'float',
    more: Partial<Cell> = {},
  ): Cell {
    return { name: `${name} ${this.number()}`, shape, axis, dtype, ...more }
  }

  /** Another each time: no two names are the same. */
  number(): number {
    return this.#numbers++
  }

  /** Gives a value a cell of its own. */
  keep(node: Node): void {
    const cell = this.cell(node.op, node.shape, this.axisOf(node), node.dtype)
    this.cells.set(node, cell)
    if (isOp(node, 'loopResult')) {
      const [loop] = node.inputs
      this.#results.set(loop, (this.#results.get(loop) ?? new Map<string, Cell>()).set(node.attributes.name, cell))
    }
  }

  /** The results of a loop that are kept, by their names. */
  resultsOf(loop: Node<'loop'>): ReadonlyMap<string, Cell> {
    return this.#results.get(loop) ?? new Map<string, Cell>()
  }
}
