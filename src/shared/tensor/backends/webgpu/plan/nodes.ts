import { isPointwise } from '../../../autodiff/partials'
import { isOp, type Node } from '../../../ir/program'
import { sameShape, sizeOf, type Shape } from '../../../ir/shape'

/** Sums of so many terms are split among threads, and joined afterwards. */
const LONG_SUM = 1024
/** Shorter lists are put together where they are read. */
const LEAST_ASSEMBLED = 256

/** The shape without axes of length 1, and without that of the rows. */
export const stripped = (shape: Shape, axis: number | null = null): Shape =>
  shape.filter((n, i) => n !== 1 && i !== axis)

export const isLeaf = (node: Node): boolean => isOp(node, 'input') || isOp(node, 'constant')

/** A value behind reshapes. */
export const unshaped = (node: Node): Node => (isOp(node, 'reshape') ? unshaped(node.inputs[0]) : node)

/** Terms of each element of a sum. */
export const termsOf = (node: Node): number => sizeOf(node.inputs[0].shape) / Math.max(1, sizeOf(node.shape))

export const isLong = (node: Node): boolean =>
  (isOp(node, 'sum') || isOp(node, 'maxReduce')) && termsOf(node) >= LONG_SUM

/** Whether an element of a node needs only the element of its input that has the same place. */
export const keepsPlace = (node: Node, input: Node): boolean =>
  (isPointwise(node.op) || ['select', 'root', 'reshape', 'broadcast'].includes(node.op)) &&
  sameShape(stripped(node.shape), stripped(input.shape))

/** Whether a list, without rows, is put together by computing each part in its place: it is long, and one piece. */
export const isAssembled = (node: Node<'concat'>, axis: number | null): boolean =>
  sizeOf(node.shape) >= LEAST_ASSEMBLED && axis === null && sizeOf(node.shape.slice(0, node.attributes.axis)) === 1
