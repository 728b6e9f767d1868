import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'

/** Ten reach float64's precision; where rounding spoils a step in float32, the rest halve the bracket. */
const newtonSteps = 20

/**
 * The y with y + k tanh y = c, elementwise, for k > −1, whose left side increases. The root lies between c and sign(c)
 * max(|c| − k, 0). The left side bends one way only there, so that Newton's steps close in from one side and cannot
 * cycle. Its gradient is implicit.
 */
export function tanhRoot(b: Builder, k: Node, c: Node): Node {
  const end = b.mul(b.sign(c), b.max(b.sub(b.abs(c), k), 0))
  return b.root(
    (inner, y, [k, c]) => inner.sub(inner.add(y, inner.mul(k, inner.tanh(y))), c),
    { lower: b.min(c, end), upper: b.max(c, end) },
    [k, c],
    newtonSteps,
  )
}
