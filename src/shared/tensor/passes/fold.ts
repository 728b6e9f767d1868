import { evaluate } from '../runtime/interpreter/interpret'
import type { Builder } from '../ir/builder'
import { isOp, type Node, type Program } from '../ir/program'
import { sameShape, sizeOf } from '../ir/shape'
import { rewrite } from './rewrite'

/** Larger constants are computed at run time rather than carried in the program. */
const LARGEST_CONSTANT = 4096

/** The one value of a constant all of whose entries agree, else NaN. */
function uniformValue(node: Node): number {
  if (isOp(node, 'broadcast') || isOp(node, 'reshape')) return uniformValue(node.inputs[0])
  if (!isOp(node, 'constant')) return NaN
  const { values } = node.attributes
  return values.every((value) => Object.is(value, values[0])) ? values[0] : NaN
}

/**
 * Identities that hold for every float, NaN and signed zeros included (so not x·0 = 0, and x + 0 only as x − 0).
 * Each returns the operand that the node equals, or null.
 */
const identities: Partial<Record<Node['op'], (node: Node, inputs: readonly Node[]) => Node | null>> = {
  mul: (_, [a, b]) => (uniformValue(b) === 1 ? a : uniformValue(a) === 1 ? b : null),
  div: (_, [a, b]) => (uniformValue(b) === 1 ? a : null),
  sub: (_, [a, b]) => (Object.is(uniformValue(b), 0) ? a : null),
  add: (_, [a, b]) => (Object.is(uniformValue(b), -0) ? a : Object.is(uniformValue(a), -0) ? b : null),
  neg: (_, [a]) => (isOp(a, 'neg') ? a.inputs[0] : null),
  not: (_, [a]) => (isOp(a, 'not') ? a.inputs[0] : null),
  stopGradient: (_, [a]) => a,
  reshape: (_, [a]) => a,
  broadcast: (_, [a]) => a,
  transpose: (node, [a]) =>
    (node as Node<'transpose'>).attributes.permutation.every((axis, i) => axis === i) ? a : null,
  take: (node, [a]) => {
    const { axis, indices } = (node as Node<'take'>).attributes
    return indices.length === a.shape[axis] && indices.every((from, i) => from === i) ? a : null
  },
}

function simplify(b: Builder, node: Node, inputs: readonly Node[]): Node {
  const same = identities[node.op]?.(node, inputs)
  if (same && sameShape(same.shape, node.shape)) return same
  // a chain of reshapes is its last
  if (isOp(node, 'reshape') && isOp(inputs[0], 'reshape')) return b.reshape(inputs[0].inputs[0], node.shape)
  const known = inputs.length > 0 && inputs.every((input) => isOp(input, 'constant'))
  if (
    known &&
    node.op !== 'root' &&
    node.op !== 'loop' &&
    node.op !== 'broadcast' &&
    sizeOf(node.shape) <= LARGEST_CONSTANT
  ) {
    const operands = inputs.map((input) => (input as Node<'constant'>).attributes.values)
    const values = Float64Array.from(evaluate({ ...node, inputs }, operands, Float64Array))
    return b.emit('constant', [], { shape: node.shape, values, dtype: node.dtype })
  }
  return b.emit(node.op, inputs, node.attributes)
}

/**
 * Computes what is known now and drops operations that change nothing. `stopGradient` is one of them, so a program is
 * differentiated before it is folded.
 */
export const fold = (program: Program): Program => rewrite(program, simplify)
