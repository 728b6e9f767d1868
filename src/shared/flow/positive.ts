import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'

/** No slope or diagonal entry falls below this, so that nothing it divides overflows. */
export const leastPositive = 1e-3

/** softplus⁻¹(1 − 10⁻³) = ln(e^{1 − 10⁻³} − 1). */
export const positiveOffset = Math.log(Math.expm1(1 - leastPositive))

/** ℝ → (10⁻³, ∞): 10⁻³ + softplus(a + offset), with the offset that sends 0 to 1, so that zeros start an identity. */
export function positive(b: Builder, a: Node): Node {
  return b.add(b.softplus(b.add(a, positiveOffset)), leastPositive)
}

/** ℝ → (−c, c): c·tanh(a / c), of slope 1 at 0. */
export const bounded = (b: Builder, a: Node, c: number): Node => b.mul(c, b.tanh(b.mul(a, 1 / c)))
