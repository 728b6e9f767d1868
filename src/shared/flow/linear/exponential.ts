import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { identity } from './matrix'

/** A is divided by 2⁵ before the series, and the sum squared as often. */
const squarings = 5

/** Terms are summed up to A¹⁶/16!, in four groups of four: six products instead of fifteen (Paterson & Stockmeyer). */
const groups = 4

const inverseFactorials = Array.from({ length: groups * groups + 1 }).reduce<number[]>(
  (all, _, k) => [...all, k === 0 ? 1 : all[k - 1] / k],
  [],
)

/**
 * e^A of a matrix [D, D] by scaling and squaring (Moler & Van Loan 2003, SIAM Review 45) with a Taylor polynomial of degree
 * 16. What the series leaves out is below 10⁻¹⁹ of e^‖A‖ for ‖A‖ ≤ 10 and below 10⁻¹² for ‖A‖ ≤ 32;
 * squaring multiplies rounding by 32.
 */
export function exponential(b: Builder, A: Node): Node {
  const [dims] = A.shape
  const scaled = b.mul(A, 2 ** -squarings)
  const square = b.matmul(scaled, scaled)
  const powers = [identity(b, dims), scaled, square, b.matmul(square, scaled)]
  const fourth = b.matmul(square, square)
  const group = (start: number) =>
    powers.map((power, k) => b.mul(power, inverseFactorials[start + k])).reduce((sum, term) => b.add(sum, term))
  let series = b.mul(fourth, inverseFactorials[groups * groups])
  for (let g = groups - 1; g > 0; g--) series = b.matmul(fourth, b.add(series, group(groups * g)))
  let power = b.add(series, group(0))
  for (let i = 0; i < squarings; i++) power = b.matmul(power, power)
  return power
}
