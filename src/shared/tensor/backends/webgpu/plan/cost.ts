import type { Op } from '../../../ir/op'
import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { innerSize } from '../wgsl/reduction'

/** What reading a kept value costs, in additions. */
export const LOAD = 4

const movement: ReadonlySet<Op> = new Set<Op>(['reshape', 'transpose', 'broadcast', 'stopGradient'])
const elementary: ReadonlySet<Op> = new Set<Op>([
  'exp', 'expm1', 'log', 'log1p', 'sin', 'cos', 'tanh', 'sigmoid', 'softplus', 'erf', 'sqrt', 'div',
]) // prettier-ignore

/** What an element of a node costs to compute where it is wanted, from those of its inputs. */
export function costOf(node: Node, inputs: readonly number[]): number {
  const all = inputs.reduce((sum, cost) => sum + cost, 0)
  if (movement.has(node.op)) return all
  if (isOp(node, 'constant')) return 1
  if (isOp(node, 'take')) return all + 1
  if (isOp(node, 'concat')) return Math.max(...inputs) + 1 + node.inputs.length / 2
  if (isOp(node, 'sum') || isOp(node, 'maxReduce'))
    return (sizeOf(node.inputs[0].shape) / Math.max(1, sizeOf(node.shape))) * (all + 1)
  if (isOp(node, 'cumsum')) return (node.shape[node.attributes.axis] / 2) * (all + 1)
  if (isOp(node, 'matmul')) return innerSize(node) * (all + 1)
  return all + (elementary.has(node.op) ? 12 : 1)
}

/** How often each element of an input is read where all of a node is computed once. */
export function readsOf(node: Node, operand: number): number {
  const [size, own] = [sizeOf(node.shape), Math.max(1, sizeOf(node.inputs[operand].shape))]
  if (isOp(node, 'sum') || isOp(node, 'maxReduce') || isOp(node, 'concat') || isOp(node, 'put')) return 1
  if (isOp(node, 'cumsum')) return (node.shape[node.attributes.axis] + 1) / 2
  if (isOp(node, 'matmul')) return (size * innerSize(node)) / own
  if (isOp(node, 'triangularSolve')) return operand === 0 ? node.shape[1] : 1
  if (isOp(node, 'loop')) return node.attributes.operands[operand].startsWith('g') ? node.attributes.length : 1
  if (isOp(node, 'loopResult')) return 0
  return size / own
}
