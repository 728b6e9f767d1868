import { isOp, type Node } from '../../../ir/program'
import { sizeOf, type Shape } from '../../../ir/shape'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import { uniformConstant } from '../../analysis/constants'
import { isLeaf, leadingAxes, NotLoopable, rowShape, type Leaf, type Source, type Traced } from './turns'
import { VectorCode } from './vectorCode'

/** The code of a cluster as it is written, and the memory that it reads and stores. */
export class Reading {
  readonly code = new VectorCode()
  /** Per operand of the code, the node it holds. */
  readonly operands: Node[] = []
  readonly #operandOf = new Map<string, number>()

  constructor(
    private readonly extents: ReadonlyMap<Node, Extent>,
    readonly turns: number,
    private readonly product: Node | null,
  ) {}

  /** The batch's axis of a node; null for a uniform value. */
  axis(node: Node): number | null {
    const extent = this.extents.get(node)!
    return isAlong(extent) ? extent.axis : null
  }

  /** What is read from memory, or known: `shape` is the value's at one row. */
  leaf(node: Node, shape: Shape): Source {
    const constant = uniformConstant(node)
    if (constant !== null) {
      const value = this.code.constant(constant, node.dtype === 'bool')
      return { shape, turning: false, values: new Array<number>(sizeOf(shape)).fill(value) }
    }
    if (node === this.product) return { shape, turning: true, values: [this.code.product()] }
    return { node, shape }
  }

  store(node: Node, source: Source): void {
    const { turning, values } = this.whole(source)
    if (this.turns > 1 && !turning) throw new NotLoopable()
    const operand = this.#operand(node, true, turning, 'store')
    values.forEach((value, element) => {
      this.code.store(operand, element, value)
    })
  }

  /** All elements of what comes from memory, the same in every turn; what was computed, as it was. */
  whole(source: Source): Traced {
    return isLeaf(source) ? this.load(source, false) : source
  }

  load({ node, shape }: Leaf, turning: boolean): Traced {
    const rows = this.extents.get(node)!.kind === 'rows'
    const size = sizeOf(shape)
    if (!rows && isOp(node, 'constant') && !turning && size <= 64) {
      const { values, dtype } = node.attributes
      return { shape, turning, values: Array.from(values, (value) => this.code.constant(value, dtype === 'bool')) }
    }
    const operand = this.#operand(node, rows, turning, 'load')
    const count = turning ? size / this.turns : size
    return { shape, turning, values: Array.from({ length: count }, (_, e) => this.code.load(operand, e)) }
  }

  /** The source with its first `axes` axes taken in turns, if it can be; else whole. */
  inTurns(source: Source, axes: number): Traced {
    if (!isLeaf(source)) {
      if (source.turning && leadingAxes(source.shape, this.turns) !== axes) throw new NotLoopable()
      return source
    }
    const turning = this.turns > 1 && axes >= 0 && sizeOf(source.shape.slice(0, axes)) === this.turns
    return this.load(source, turning)
  }

  /** The source in turns, provided that the given axes are within a turn. */
  alongAxes(source: Source, axes: readonly number[]): Traced {
    const lead = leadingAxes(source.shape, this.turns)
    const within = lead >= 0 && axes.every((axis) => axis >= lead)
    if (isLeaf(source)) return this.inTurns(source, within ? lead : -1)
    if (source.turning && !within) throw new NotLoopable()
    return source
  }

  /** The axes that a turn has of a value, and how many are in front of them. */
  share({ shape, turning }: Traced): { readonly share: Shape; readonly lead: number } {
    const lead = turning ? leadingAxes(shape, this.turns) : 0
    return { share: shape.slice(lead), lead }
  }

  #operand(node: Node, rows: boolean, turning: boolean, use: 'load' | 'store'): number {
    const key = `${use} ${node.id} ${turning}`
    const known = this.#operandOf.get(key)
    if (known !== undefined) return known
    const axis = this.axis(node)
    const size = sizeOf(axis === null ? node.shape : rowShape(node.shape, axis))
    const operand = this.code.operand({ rows, perTurn: turning ? size / this.turns : 0 })
    this.operands.push(node)
    this.#operandOf.set(key, operand)
    return operand
  }
}
