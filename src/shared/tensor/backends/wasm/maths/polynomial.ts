import type { Expression } from '../assembler/expression'
import type { Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'
import type { Coefficients } from './vectorFunction'

/** c₀ + c₁x + … + cₙxⁿ by Horner's rule: n `madd`s, each waiting for the one before. */
export function polynomial(lanes: Lanes, x: Local, coefficients: Coefficients): Expression {
  const [last, ...others] = [...coefficients[lanes.precision]].reverse()
  return others.reduce<Expression>((sum, c) => lanes.madd(sum, x, lanes.constant(c)), lanes.constant(last))
}
