import type { Builder } from '../ir/builder'
import type { Node } from '../ir/program'

/** What `maxReduce` kept, as weights over its operand: 1 at the maximum, shared equally among ties. */
export function maximaShare(b: Builder, node: Node<'maxReduce'>): Node {
  const [x] = node.inputs
  const kept = x.shape.map((n, axis) => (node.attributes.axes.includes(axis) ? 1 : n))
  const hit = b.select(b.equal(x, b.reshape(node, kept)), 1, 0)
  return b.div(hit, b.reshape(b.sum(hit, node.attributes.axes), kept))
}

/** 1 where `triangularSolve` reads its matrix, 0 elsewhere. */
export function triangleMask(b: Builder, node: Node<'triangularSolve'>): Node {
  const n = node.inputs[0].shape[0]
  const { lower, unit } = node.attributes
  const used = (i: number, j: number) => (i === j ? !unit : lower ? i > j : i < j)
  const values = Array.from({ length: n * n }, (_, at) => (used(Math.floor(at / n), at % n) ? 1 : 0))
  return b.constant(values, [n, n])
}
