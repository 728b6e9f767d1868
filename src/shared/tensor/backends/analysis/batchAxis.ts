import { isPointwise } from '../../autodiff/partials'
import { isCarry } from '../../ir/loopResults'
import { isOp, type Node, type Program } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import { blaming, checkTurn, extentInTurn, extentOfResult } from './loops'

/**
 * How a node's value depends on the rows of the batch.
 *
 * `uniform`: not at all. `rows`: one value per row, rows along `axis`. `repeated`: its shape has the batch along `axis`,
 * but all rows are equal, so that it may be held either way. `reduced`: a sum over the rows.
 */
export type Extent =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'rows' | 'repeated'; readonly axis: number }
  | { readonly kind: 'reduced' }

export interface BatchAnalysis {
  /** Rows of the batch. */
  readonly batch: number
  /** Of the bodies of loops too. */
  readonly extents: ReadonlyMap<Node, Extent>
}

const uniform: Extent = { kind: 'uniform' }
const reduced: Extent = { kind: 'reduced' }

/** The program treats rows by the light of others, other than by sums. */
class Mixed extends Error {}

/**
 * Follows the batch from the inputs marked with it through the program. null when the program has none or mixes its
 * rows: it can then not be split into tiles of rows. Throws `CannotLoop` for a loop that would have to be written out.
 */
export function analyseBatch(program: Program): BatchAnalysis | null {
  const batches = new Set(program.inputs.filter((i) => i.attributes.batched).map(({ shape }) => shape[0]))
  if (batches.size !== 1) return null
  const [batch] = batches
  const extents = new Map<Node, Extent>()
  try {
    follow(program, extents, batch)
  } catch (error) {
    if (error instanceof Mixed) return null
    throw error
  }
  // Rows have no place in an input that is not made of them.
  return program.updates.some(({ node }) => extents.get(node)!.kind === 'rows') ? null : { batch, extents }
}

/** Goes through a program whose inputs may have been given their places already. */
function follow(program: Program, extents: Map<Node, Extent>, batch: number): void {
  for (const node of program.nodes) {
    if (extents.has(node)) continue
    if (isOp(node, 'loop')) followLoop(node, extents, batch)
    else if (isOp(node, 'loopResult')) extents.set(node, extentOfResult(node, extents))
    else {
      const inputs = node.inputs.map((input) => extents.get(input)!)
      extents.set(node, extentOf(node, inputs, batch))
    }
  }
}

function followLoop(loop: Node<'loop'>, extents: Map<Node, Extent>, batch: number): void {
  const { body, operands } = loop.attributes
  for (const input of body.inputs) {
    const { name } = input.attributes
    const operand = loop.inputs[operands.indexOf(name)]
    // one row, of what would be repeated if there were more
    const isRow = batch === 1 && isOp(operand, 'broadcast') && extents.get(operand)!.kind === 'uniform'
    if (isRow && isCarry(name)) extents.set(operand, { kind: 'repeated', axis: 0 })
    extents.set(input, extentInTurn(loop, name, extents.get(operand)!))
  }
  blaming(loop, () => {
    follow(body, extents, batch)
  })
  checkTurn(loop, extents)
  extents.set(loop, { kind: 'rows', axis: 0 })
}

type Along = Extract<Extent, { axis: number }>

export const isAlong = (extent: Extent): extent is Along => extent.kind === 'rows' || extent.kind === 'repeated'

function extentOf(node: Node, inputs: readonly Extent[], batch: number): Extent {
  if (isOp(node, 'input')) return node.attributes.batched ? { kind: 'rows', axis: 0 } : uniform
  if (isOp(node, 'broadcast') && !isAlong(inputs[0])) return broadcastUniform(node, batch)
  const along = inputs.filter(isAlong)
  if (along.length === 0) return uniform
  try {
    return alongBatch(node, inputs, batch)
  } catch (error) {
    // Rows that are all equal are one value as well.
    if (error instanceof Mixed && along.every(({ kind }) => kind === 'repeated')) return uniform
    throw error
  }
}

function alongBatch(node: Node, inputs: readonly Extent[], batch: number): Extent {
  if (isPointwise(node.op) || isOp(node, 'select') || isOp(node, 'root'))
    return common(node, inputs, ({ shape }) => node.shape.length - shape.length)
  if (isOp(node, 'gather') || isOp(node, 'scatter')) {
    const result = common(node, inputs, () => 0)
    if (result.axis >= node.inputs[1].shape.length) throw new Mixed()
    return result
  }
  if (isOp(node, 'concat')) {
    const result = common(node, inputs, () => 0)
    if (result.axis === node.attributes.axis) throw new Mixed()
    return result
  }
  if (isOp(node, 'matmul')) return matmul(node, inputs)
  if (isOp(node, 'triangularSolve')) {
    const [matrix, right] = inputs
    if (isAlong(matrix) || !isAlong(right) || right.axis !== 1) throw new Mixed()
    return right
  }
  return ofOneOperand(node, inputs[0] as Along, batch)
}

function ofOneOperand(node: Node, x: Along, batch: number): Extent {
  const [{ shape }] = node.inputs
  const at = (axis: number): Extent => ({ kind: x.kind, axis })
  if (isOp(node, 'reshape')) {
    const before = sizeOf(shape.slice(0, x.axis))
    const axis = node.shape.findIndex((n, i) => n === batch && sizeOf(node.shape.slice(0, i)) === before)
    if (axis < 0) throw new Mixed()
    return at(axis)
  }
  if (isOp(node, 'transpose')) return at(node.attributes.permutation.indexOf(x.axis))
  if (isOp(node, 'broadcast')) {
    const axis = node.shape.length - shape.length + x.axis
    if (node.shape[axis] !== batch) throw new Mixed() // a batch of one, repeated
    return at(axis)
  }
  if (isOp(node, 'take') || isOp(node, 'put') || isOp(node, 'cumsum')) {
    if (node.attributes.axis === x.axis) throw new Mixed()
    return x
  }
  if (isOp(node, 'sum') || isOp(node, 'maxReduce')) {
    const { axes } = node.attributes
    if (!axes.includes(x.axis)) return at(x.axis - axes.filter((axis) => axis < x.axis).length)
    if (node.op === 'sum') return reduced
  }
  throw new Mixed()
}

/** A uniform value repeated along an axis as long as the batch can be held as rows where they are wanted. */
function broadcastUniform({ shape, inputs: [x] }: Node, batch: number): Extent {
  const axis = shape.findIndex((n, i) => n === batch && (x.shape[i - shape.length + x.shape.length] ?? 1) === 1)
  return axis < 0 || batch === 1 ? uniform : { kind: 'repeated', axis }
}

/**
 * The axis that operands with the batch have in common, `shift` added to each one's own. Uniform operands must not
 * differ along it.
 */
function common(node: Node, inputs: readonly Extent[], shift: (input: Node) => number): Along {
  const along = inputs.flatMap((extent, i) =>
    isAlong(extent) ? [{ kind: extent.kind, axis: extent.axis + shift(node.inputs[i]) }] : [],
  )
  const [{ axis }] = along
  if (along.some((extent) => extent.axis !== axis)) throw new Mixed()
  for (const [i, input] of node.inputs.entries())
    if (!isAlong(inputs[i]) && (input.shape[axis - shift(input)] ?? 1) !== 1) throw new Mixed()
  return { kind: along.some(({ kind }) => kind === 'rows') ? 'rows' : 'repeated', axis }
}

function matmul(node: Node<'matmul'>, [a, b]: readonly Extent[]): Extent {
  const rank = node.shape.length
  const { transposeA, transposeB } = node.attributes
  const [aInner, bInner] = [transposeA ? rank - 2 : rank - 1, transposeB ? rank - 1 : rank - 2]
  if (isAlong(a) && isAlong(b)) {
    if (a.axis === aInner && b.axis === bInner && rank === 2) return reduced
    if (a.axis === b.axis && a.axis < rank - 2) return { kind: 'rows', axis: a.axis }
    throw new Mixed()
  }
  if (rank !== 2) throw new Mixed()
  if (isAlong(a) && a.axis !== aInner) return { kind: 'rows', axis: 0 }
  if (isAlong(b) && b.axis !== bInner) return { kind: 'rows', axis: 1 }
  throw new Mixed()
}
