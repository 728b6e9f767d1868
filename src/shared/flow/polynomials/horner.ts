import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'

/** c_0 + c_1 t + … + c_n tⁿ, coefficients from the lowest; elementwise. */
export const horner = (b: Builder, coefficients: readonly Operand[], t: Node): Operand =>
  coefficients.reduceRight((sum, c) => b.add(b.mul(sum, t), c))

/**
 * Σ_k c_k t^k (1 − t)^{n−k} for t in [0, 1], by a Horner scheme in t whose terms carry their power of 1 − t: no division,
 * and no cancellation where all c_k are positive. Elementwise.
 */
export function homogeneousHorner(b: Builder, coefficients: readonly Node[], t: Node): Node {
  const rest = b.sub(1, t)
  const last = coefficients.length - 1
  let [sum, power] = [coefficients[last], rest]
  for (let k = last - 1; k >= 0; k--) {
    sum = b.add(b.mul(sum, t), b.mul(coefficients[k], power))
    if (k > 0) power = b.mul(power, rest)
  }
  return sum
}

/** n over k. */
export const binomial = (n: number, k: number): number =>
  range(0, k).reduce((product, i) => (product * (n - i)) / (i + 1), 1)
