import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'

/**
 * X with A X = B by Gauss–Jordan elimination without pivoting, A [n, n], B [n, m]. For an A whose symmetric part is at
 * least the identity: elimination keeps that of what is left, so that no pivot is less than 1 and none needs to be
 * looked for. What elimination meets grows with the skew-symmetric part S only, beside the symmetric one, T: the factors of
 * A = L U have ‖|L||U|‖ ≤ n (‖T‖ + ‖S T⁻¹ S‖) (Golub & Van Loan 1979, Linear Algebra and its Applications 28).
 */
export function solveDefinite(b: Builder, A: Node, B: Node): Node {
  const [n] = A.shape
  let rows = b.concat([A, B], 1)
  for (let k = 0; k < n; k++) {
    const here = b.constant(
      range(0, n).map((i) => (i === k ? 1 : 0)),
      [n, 1],
    )
    const others = b.sub(1, here)
    const rest = b.slice(rows, 1, rows.shape[1])
    const unit = b.div(b.take(rest, [k], 0), b.take(b.take(rows, [k], 0), [0]))
    // row k becomes `unit`; the others lose their entry in column k, which then is dropped
    rows = b.add(b.mul(rest, others), b.mul(b.sub(here, b.mul(others, b.take(rows, [0]))), unit))
  }
  return rows
}
