import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** Terms of the series; with |a| < 0.1 the next is below 10⁻¹⁷ of the sum. */
const terms = 8

/** arctan a for a ≥ 0: three times halved, arctan a = 2 arctan(a / (1 + √(1 + a²))), then a − a³/3 + a⁵/5 − … */
export function arctan(b: Builder, a: Node): Node {
  const halved = (whole: Node) => b.div(whole, b.add(b.sqrt(b.add(b.square(whole), 1)), 1))
  const small = halved(halved(halved(a)))
  const square = b.square(small)
  let sum = b.scalar(0)
  for (let k = terms; k >= 0; k--) sum = b.add(b.mul(sum, square), (k % 2 === 0 ? 1 : -1) / (2 * k + 1))
  return b.mul(8, b.mul(small, sum))
}
