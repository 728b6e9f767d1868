import { isOp, type Node } from '../../../ir/program'
import type { Extent } from '../../analysis/batchAxis'
import { traceConcat, traceLines, traceReduction, traceTranspose } from './alongAxes'
import { elementCode, isElementwise, traceElementwise } from './elementwise'
import { traceGather, traceScatter } from './lookup'
import { traceMatmul, traceTriangularSolve } from './matrices'
import { Reading } from './reading'
import { isLeaf, NotLoopable, rowShape, type Source } from './turns'
import type { VectorCode } from './vectorCode'

/** Nodes to be computed together, row by row, in one kernel. */
export interface Cluster {
  /** In an order in which operands come first. */
  readonly nodes: readonly Node[]
  /** Those of them that others need: what the kernel stores. */
  readonly stored: readonly Node[]
}

/** A cluster as code, with the memory that each of its operands is. */
export interface TracedCluster {
  readonly code: VectorCode
  /** Turns of the kernel's loop; each computes an equal share of every value's elements. */
  readonly turns: number
  /** Per operand of the code, the node it holds. */
  readonly operands: readonly Node[]
}

/**
 * Writes a cluster as code for one row, its loops over elements unrolled but for one over `turns`, along leading axes
 * that no operation mixes. `product` is a node whose value the code begins with. Throws `NotLoopable` when elements of
 * different turns meet.
 */
export function traceCluster(
  { nodes, stored }: Cluster,
  extents: ReadonlyMap<Node, Extent>,
  turns: number,
  product: Node | null = null,
): TracedCluster {
  const reading = new Reading(extents, turns, product)
  const tracer = new Tracer(extents, reading)
  for (const node of nodes) tracer.compute(node)
  for (const node of stored) reading.store(node, tracer.compute(node))
  return { code: reading.code, turns, operands: reading.operands }
}

/** Code of a growing cluster of which nothing is stored yet, to see how long it becomes. */
export class Draft {
  readonly #reading: Reading
  readonly #tracer: Tracer

  constructor(extents: ReadonlyMap<Node, Extent>, turns: number) {
    this.#reading = new Reading(extents, turns, null)
    this.#tracer = new Tracer(extents, this.#reading)
  }

  /**
   * Adds a node, unless elements of different turns would meet or the code would have more than `most` instructions: then
   * it stays as it was. A node `toStore` must have its elements one turn after the other. Answers whether it was added.
   */
  add(node: Node, most: number, toStore: boolean): boolean {
    const length = this.#reading.code.instructions.length
    const known = this.#tracer.known
    try {
      const source = this.#tracer.compute(node)
      const inTurns = !isLeaf(source) && source.turning
      if ((inTurns || !toStore) && this.#reading.code.instructions.length <= most) return true
    } catch (error) {
      if (!(error instanceof NotLoopable)) throw error
    }
    this.#tracer.rewind(known)
    this.#reading.code.rewind(length)
    return false
  }
}

class Tracer {
  readonly #sources = new Map<Node, Source>()

  constructor(
    private readonly extents: ReadonlyMap<Node, Extent>,
    private readonly reading: Reading,
  ) {}

  /** The node's value, written out unless it is known. */
  compute(node: Node): Source {
    const known = this.#sources.get(node)
    if (known) return known
    const source = this.#trace(node)
    this.#sources.set(node, source)
    return source
  }

  /** How many nodes' values are known. */
  get known(): number {
    return this.#sources.size
  }

  /** Forgets all values but the first `count` that were known. */
  rewind(count: number): void {
    for (const node of [...this.#sources.keys()].slice(count)) this.#sources.delete(node)
  }

  /** An operand of `reader`: its row's shape is its own without the batch's axis. */
  #operand(node: Node, reader: Node): Source {
    const known = this.#sources.get(node)
    if (known) return known
    const extent = this.extents.get(node)!
    if (extent.kind === 'rows') return this.reading.leaf(node, rowShape(node.shape, extent.axis))
    if (extent.kind === 'repeated') return this.compute(node) // equal rows are written out wherever they are read
    // Uniform: align it with the reader, then drop the axis along which it is 1 or absent.
    const readerAxis = this.reading.axis(reader)!
    const aligned = isElementwise(reader) || isOp(reader, 'broadcast')
    const axis = aligned ? readerAxis - reader.shape.length + node.shape.length : readerAxis
    const isWhole = axis < 0 || isOp(reader, 'triangularSolve')
    return this.reading.leaf(node, isWhole ? node.shape : rowShape(node.shape, axis))
  }

  #trace(node: Node): Source {
    const { reading } = this
    const shape = rowShape(node.shape, reading.axis(node)!)
    const sources = node.inputs.map((input) => this.#operand(input, node))
    const [x] = sources
    const rowAxis = (axis: number) => this.#rowAxis(node, axis)
    if (isElementwise(node))
      return traceElementwise(reading, shape, sources, (args) => elementCode(reading.code, node, args))
    if (isOp(node, 'broadcast')) return traceElementwise(reading, shape, sources, ([value]) => value)
    if (isOp(node, 'reshape')) return isLeaf(x) ? { node: x.node, shape } : { ...x, shape }
    if (isOp(node, 'concat')) return traceConcat(reading, shape, sources, rowAxis(node.attributes.axis))
    if (isOp(node, 'gather')) return traceGather(reading, shape, sources)
    if (isOp(node, 'scatter')) return traceScatter(reading, shape, node.attributes.size, sources)
    if (isOp(node, 'triangularSolve')) return traceTriangularSolve(reading, node.attributes, shape, sources)
    if (isOp(node, 'matmul')) return traceMatmul(reading, node.attributes, shape, sources)
    if (isOp(node, 'transpose')) {
      const batch = reading.axis(node.inputs[0])
      const permutation = node.attributes.permutation.filter((axis) => axis !== batch).map(rowAxis)
      return traceTranspose(reading, shape, x, permutation)
    }
    if (isOp(node, 'sum') || isOp(node, 'maxReduce')) {
      const join = node.op === 'sum' ? 'add' : 'max'
      return traceReduction(reading, join, shape, x, node.attributes.axes.map(rowAxis))
    }
    if (isOp(node, 'take') || isOp(node, 'put') || isOp(node, 'cumsum'))
      return traceLines(reading, node, shape, x, rowAxis(node.attributes.axis))
    throw new Error(`internal: ${node.op} has no code for rows`)
  }

  /** An axis of the node's operand, counted without the batch's. */
  #rowAxis(node: Node, axis: number): number {
    const batch = this.reading.axis(node.inputs[0]) ?? this.reading.axis(node)!
    return axis > batch ? axis - 1 : axis
  }
}
