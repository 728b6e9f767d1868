import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { elementwise } from '../elementwise/elementwise'
import { side } from '../elementwise/functions'

/** δ = 10⁻⁶ + softplus(a − 3): about 0.05 at the start, and small enough with a far below 0. */
export const leastDelta = 1e-6
export const deltaOffset = -3

/** Where δz² reaches this the map goes on along its tangent, so that no ordinary z overflows. */
export const steepestSquare = 40

/** From any start in its bracket; five reach float64's precision, since the function is nearly straight. */
const newtonSteps = 8

/**
 * Lambert W × normal with heavy tails (Goerg 2010, arXiv:1010.2265): x = z e^{δz²/2}, ℝᴰ → ℝᴰ, δ > 0, Tukey's h.
 * log|det ∂x/∂z| = Σ δz_i²/2 + ln(1 + δz_i²). Beyond δz² = 40, where x > 10⁸ |z|, it is its own tangent.
 *
 * x → z: with u = δz² and c = δx², u e^u = c, so u = W(c), and z = x e^{−u/2}. Bracketed Newton solves ln(1 + u e^u) = ln(1 + c),
 * whose left side has slopes between 1 and 3/2, so that ⅔ ln(1 + c) ≤ u ≤ ln(1 + c). Its gradient is implicit.
 *
 * `delta` [D], unconstrained: δ = 10⁻⁶ + softplus(a − 3); zeros at the start, δ ≈ 0.05.
 */
export const lambertW = elementwise('lambert-w', () => {
  /** Numbers of the tangent: it starts at z = `end`, x = `top`, with slope `slope`. */
  const tail = (b: Builder, raw: Node) => {
    const delta = b.add(b.softplus(b.add(raw, deltaOffset)), leastDelta)
    const end = b.sqrt(b.div(steepestSquare, delta))
    const growth = Math.exp(steepestSquare / 2)
    return { delta, end, top: b.mul(growth, end), slope: growth * (1 + steepestSquare) }
  }
  return {
    parameters: ['delta'],
    forward: (b, z, [raw]) => {
      const { delta, end, slope } = tail(b, raw)
      const sign = side(b, z)
      const a = b.mul(sign, z)
      const inside = b.min(a, end)
      const u = b.mul(delta, b.square(inside))
      const size = b.add(b.mul(inside, b.exp(b.mul(0.5, u))), b.mul(slope, b.max(0, b.sub(a, end))))
      return { value: b.mul(sign, size), logSlope: b.add(b.mul(0.5, u), b.log1p(u)) }
    },
    inverse: (b, x, [raw]) => {
      const { delta, top, slope } = tail(b, raw)
      const sign = side(b, x)
      const a = b.mul(sign, x)
      const inside = b.min(a, top)
      const goal = b.log1p(b.mul(delta, b.square(inside)))
      const u = b.root(
        (inner, u, [goal]) => inner.sub(inner.log1p(inner.mul(u, inner.exp(u))), goal),
        { lower: b.mul(2 / 3, goal), upper: goal },
        [goal],
        newtonSteps,
      )
      const size = b.add(b.mul(inside, b.exp(b.mul(-0.5, u))), b.mul(1 / slope, b.max(0, b.sub(a, top))))
      return { value: b.mul(sign, size), logSlope: b.neg(b.add(b.mul(0.5, u), b.log1p(u))) }
    },
  }
})
