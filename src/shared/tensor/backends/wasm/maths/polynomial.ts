import type { Expression } from '../assembler/expression'
import type { Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/**
 * c₀ + c₁x + … + cₙxⁿ by Horner's rule. Each `madd` waits for the one before, yet this is the fastest form in a loop,
 * where the processor works on several vectors at once.
 */
export function polynomial(lanes: Lanes, x: Local, coefficients: readonly number[]): Expression {
  const [last, ...others] = [...coefficients].reverse()
  return others.reduce<Expression>((sum, c) => lanes.madd(sum, x, lanes.constant(c)), lanes.constant(last))
}
