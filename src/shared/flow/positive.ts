import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import { pinned } from './pinned'

/** No slope or diagonal entry falls below this, so that nothing it divides overflows. */
export const leastPositive = 1e-3

/** softplus⁻¹(1 − 10⁻³) = ln(e^{1 − 10⁻³} − 1). */
export const positiveOffset = Math.log(Math.expm1(1 - leastPositive))

/**
 * ℝ → (10⁻³, ∞): 10⁻³ + softplus(a + offset), with the offset that sends 0 to 1, so that zeros start an identity: 0 to
 * exactly 1 in any precision.
 */
export function positive(b: Builder, a: Node): Node {
  return pinned(b, b.add(b.softplus(b.add(a, positiveOffset)), leastPositive), b.equal(a, 0), 1)
}

/** ℝ → (−c, c): c·tanh(a / c), of slope 1 at 0. */
export const bounded = (b: Builder, a: Node, c: number): Node => b.mul(c, b.tanh(b.mul(a, 1 / c)))

/** `positive` of a number. */
export const positiveNumber = (a: number): number => leastPositive + softplus(a + positiveOffset)

/** The a for which `positive`(a) is `value`, or is next to its least where the value is below. */
export function rawOfPositive(value: number): number {
  const excess = Math.max(value - leastPositive, 1e-6)
  // ln(e^x − 1) = x + ln(1 − e^−x), which does not overflow
  return excess + Math.log(-Math.expm1(-excess)) - positiveOffset
}

const softplus = (a: number): number => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))
