import type { Builder, Operand } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'

/**
 * `value` without its rounding where it is known to be `known`: there it is that number to the last bit. Its gradient stays.
 * A block that begins as the identity so begins as exactly that: later layers may be steep and would magnify the rounding.
 */
export const pinned = (b: Builder, value: Node, where: Node, known: Operand): Node =>
  b.add(value, b.stopGradient(b.select(where, b.sub(known, value), 0)))

/** Means [...] or [..., d] over the last axis of `x` [..., K], each exactly the entries of x where these are all equal. */
export function pinnedMean(b: Builder, mean: Node, x: Node): Node {
  const most = b.maxReduce(x, [-1])
  const alike = b.equal(most, b.neg(b.maxReduce(b.neg(x), [-1])))
  const beside = (node: Node) => (mean.shape.length > node.shape.length ? b.reshape(node, [...node.shape, 1]) : node)
  return pinned(b, mean, beside(alike), beside(most))
}
