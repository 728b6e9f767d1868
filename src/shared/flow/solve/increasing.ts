import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** A function's values at some points, and its slope there. */
export interface Sloped {
  readonly value: Node
  readonly slope: Node
}

/**
 * x in [lower, upper] with f(x) = 0, elementwise, for an f that increases and changes sign there. For functions that need
 * more than `Builder.root` can hold, such as a network: the steps are written out one after another, so keep them few.
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
  let [lower, upper] = [bracket.lower, bracket.upper]
  const middle = () => b.mul(0.5, b.add(lower, upper))
  let x = middle()
  let best = x
  let [least, last]: Operand[] = [Infinity, Infinity]
  for (let step = 0; step < steps; step++) {
    const { value, slope } = f(x)
    const size = b.abs(value)
    best = b.select(b.less(size, least), x, best)
    least = b.min(size, least)
    const above = b.less(0, value)
    lower = b.select(above, lower, x)
    upper = b.select(above, x, upper)
    const newton = b.sub(x, b.div(value, slope))
    const inside = b.and(b.lessEqual(lower, newton), b.lessEqual(newton, upper))
    const halved = b.lessEqual(b.mul(2, size), last)
    last = size
    x = b.select(b.and(inside, halved), newton, middle())
  }
  const { value: end } = f(x)
  const found = b.stopGradient(b.select(b.less(b.abs(end), least), x, best))
  const { value, slope } = f(found)
  return b.sub(found, b.div(value, b.stopGradient(slope)))
}
