import { isOp, type Node } from '../../ir/program'
import { sizeOf } from '../../ir/shape'

/** Entries of a matrix, row-major, that are zero whatever the parameters are: 1 where so. */
export interface ZeroPattern {
  readonly zero: Uint8Array
  /** The same for equal patterns, and for no others. */
  readonly key: string
}

/** Smaller matrices, or such with a smaller share of zeros, are not worth kernels of their own. */
const [LEAST_SIZE, LEAST_SHARE] = [1024, 0.25]

const patterns = new WeakMap<Node, ZeroPattern | null>()

/** The zeros of a constant mask; null when they are few. */
function zerosOfMask(mask: Node): ZeroPattern | null {
  if (!isOp(mask, 'constant') || mask.shape.length !== 2 || sizeOf(mask.shape) < LEAST_SIZE) return null
  const known = patterns.get(mask)
  if (known !== undefined) return known
  const zero = Uint8Array.from(mask.attributes.values, (value) => (value === 0 ? 1 : 0))
  const share = zero.reduce((total, flag) => total + flag, 0) / zero.length
  const pattern = share < LEAST_SHARE ? null : { zero, key: `${mask.shape.join('x')} ${zero.join('')}` }
  patterns.set(mask, pattern)
  return pattern
}

/** The zeros that a product with a constant mask gives a matrix. */
const zerosOfProduct = (node: Node): ZeroPattern | null =>
  isOp(node, 'mul') && node.inputs.every(({ shape }) => shape.join() === node.shape.join())
    ? (zerosOfMask(node.inputs[0]) ?? zerosOfMask(node.inputs[1]))
    : null

/** Entries of a weight that a mask holds at zero, as MADE's masks do: products need not visit them. */
export const zerosOfWeight = (weight: Node): ZeroPattern | null => zerosOfProduct(weight)

/** Entries of a gradient that all its readers multiply by zero: nobody needs them. */
export function zerosOfGradient(readers: readonly Node[]): ZeroPattern | null {
  const [first = null, ...others] = readers.map(zerosOfProduct)
  return first && others.every((pattern) => pattern?.key === first.key) ? first : null
}
