import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/**
 * Elimination without pivoting, one small matrix per row of a batch, unrolled: n steps of array operations. For matrices
 * whose leading principal minors are all positive, as those with a positive definite symmetric part have (Golub & Van
 * Loan, Matrix Computations, section 4.2.2); there the pivots stay positive.
 */

interface Step {
  /** [B, 1] */
  readonly pivot: Node
  /** The rest of the first row over the pivot, [B, m − 1]. */
  readonly top: Node
  /** What is left without the first row and column, [B, n − 1, m − 1]; null after the last row. */
  readonly rest: Node | null
}

/** Takes the first row and column out of `matrix` [B, n, m], m ≥ n. */
function eliminate(b: Builder, matrix: Node): Step {
  const [rows, n, m] = matrix.shape
  const first = b.reshape(b.slice(matrix, 0, 1, 1), [rows, m])
  const pivot = b.slice(first, 0, 1)
  if (m === 1) return { pivot, top: pivot, rest: null }
  const top = b.div(b.slice(first, 1, m), pivot)
  if (n === 1) return { pivot, top, rest: null }
  const below = b.slice(matrix, 1, n, 1)
  const moved = b.mul(b.slice(below, 0, 1), b.reshape(top, [rows, 1, m - 1]))
  return { pivot, top, rest: b.sub(b.slice(below, 1, m), moved) }
}

/** ln det of each matrix [B, n, n] → [B]. */
export function logDeterminant(b: Builder, matrix: Node): Node {
  const pivots: Node[] = []
  for (let left: Node | null = matrix; left;) {
    const { pivot, rest }: Step = eliminate(b, left)
    pivots.push(pivot)
    left = rest
  }
  return b.sum(b.log(b.concat(pivots, -1)), [-1])
}

/** The solution y [B, n] of A y = v, for A [B, n, n] and v [B, n]. */
export function solve(b: Builder, matrix: Node, right: Node): Node {
  const back = (left: Node): Node => {
    const width = left.shape[2]
    const { top, rest } = eliminate(b, left)
    const value = b.slice(top, width - 2, width - 1)
    if (!rest) return value
    const others = back(rest)
    const carried = b.sum(b.mul(b.slice(top, 0, width - 2), others), [-1])
    return b.concat([b.sub(value, b.reshape(carried, value.shape)), others], -1)
  }
  return back(b.concat([matrix, b.reshape(right, [...right.shape, 1])], -1))
}
