import type { Op } from '../ir/op'
import { isOp, type Node, type Program } from '../ir/program'
import { sizeOf } from '../ir/shape'

/** What one run of a program asks of a machine, counted op by op as if nothing were fused. */
export interface Cost {
  /** Floating-point operations. */
  readonly flops: number
  /** Numbers read and written, in bytes of float32. */
  readonly bytes: number
  /** Ops that compute: launches of a machine that takes them one by one. */
  readonly kernels: number
}

const BYTES = 4
/** Multiplications and additions that an elementary function is about as long as. */
const ELEMENTARY = 10

const elementary: ReadonlySet<Op> = new Set<Op>([
  'exp', 'expm1', 'log', 'log1p', 'sqrt', 'sin', 'cos', 'tanh', 'sigmoid', 'softplus', 'erf',
]) // prettier-ignore

/** Ops that a machine needs not compute: leaves, and other ways to look at the same numbers. */
const free: ReadonlySet<Op> = new Set<Op>(['input', 'constant', 'reshape', 'broadcast', 'stopGradient', 'loopResult'])

const nothing: Cost = { flops: 0, bytes: 0, kernels: 0 }

export const costOf = (program: Program): Cost =>
  program.nodes.reduce((sum, node) => add(sum, free.has(node.op) ? nothing : costOfNode(node)), nothing)

const add = (a: Cost, b: Cost, times = 1): Cost => ({
  flops: a.flops + times * b.flops,
  bytes: a.bytes + times * b.bytes,
  kernels: a.kernels + times * b.kernels,
})

function costOfNode(node: Node): Cost {
  if (isOp(node, 'loop')) return add(nothing, costOf(node.attributes.body), node.attributes.length)
  if (isOp(node, 'root')) return add(nothing, costOf(node.attributes.body), node.attributes.iterations)
  const written = sizeOf(node.shape)
  const read = node.inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return { flops: flopsOf(node, written, read), bytes: BYTES * (read + written), kernels: 1 }
}

function flopsOf(node: Node, written: number, read: number): number {
  if (isOp(node, 'matmul')) {
    const [a] = node.inputs
    const inner = a.shape.at(node.attributes.transposeA ? -2 : -1)!
    return 2 * written * inner
  }
  if (isOp(node, 'triangularSolve')) return written * node.shape.at(-2)!
  if (isOp(node, 'sum') || isOp(node, 'maxReduce') || isOp(node, 'cumsum')) return read
  return elementary.has(node.op) ? ELEMENTARY * written : written
}
