import type { Builder } from '../../tensor/ir/builder'
import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'

/** A function's values at some points, and its slope there. */
export interface Sloped {
  readonly value: Node
  readonly slope: Node
}

/** What no |f| in single precision is above. */
const LARGEST = 3e38

/**
 * x in [lower, upper] with f(x) = 0, elementwise, for an f that increases and changes sign there. For functions that need
 * more than `Builder.root` can hold, such as a network: in a loop of so many steps.
 *
 * Each is a Newton step where that stays in the shrinking bracket and the step before has halved |f|, else the bracket's
 * middle: Newton alone may wander between two flat parts. The best point of all is taken, as rounding may spoil the last. All
 * this without gradients; a last Newton step x − f(x; p) / f'(x), f' held still, carries the implicit gradient −f'⁻¹ ∂f/∂p. It is right to first order only.
 */
export function solveIncreasing(
  b: Builder,
  f: (x: Node) => Sloped,
  bracket: { readonly lower: Node; readonly upper: Node },
  steps: number,
): Node {
  const middle = (lower: Node, upper: Node) => b.mul(0.5, b.add(lower, upper))
  const [lowest, highest] = [b.stopGradient(bracket.lower), b.stopGradient(bracket.upper)]
  const start = middle(lowest, highest)
  const endless = b.fill(LARGEST, start.shape)
  const carries = [start, b.broadcast(lowest, start.shape), b.broadcast(highest, start.shape), start, endless, endless]
  const { carries: found } = loop(
    b,
    { length: steps },
    { carries },
    ({ carries: [x, low, high, best, least, last] }) => {
      const { value, slope } = f(x)
      const size = b.abs(value)
      const above = b.less(0, value)
      const [lower, upper] = [b.select(above, low, x), b.select(above, x, high)]
      const newton = b.sub(x, b.div(value, slope))
      const inside = b.and(b.lessEqual(lower, newton), b.lessEqual(newton, upper))
      const halved = b.lessEqual(b.mul(2, size), last)
      const next = b.select(b.and(inside, halved), newton, middle(lower, upper))
      return {
        carries: [next, lower, upper, b.select(b.less(size, least), x, best), b.min(size, least), size],
      }
    },
  )
  const [x, , , best, least] = found.map((carry) => b.stopGradient(carry))
  const { value: end } = f(x)
  const root = b.stopGradient(b.select(b.less(b.abs(end), least), x, best))
  const { value, slope } = f(root)
  return b.sub(root, b.div(value, b.stopGradient(slope)))
}
