import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** Matrices A_n = diag(·) − P_n, given by P ≥ 0 off the diagonal and by what each row sums to. */
export interface DominantSystem {
  /** P [B, n, n]; its diagonal is not read. */
  readonly off: Node
  /** Row sums of A [B, n]; where they are positive, A is strictly diagonally dominant. */
  readonly excess: Node
  /** Right-hand sides [B, n]. */
  readonly right: Node
}

export interface Eliminated {
  /** Pivots, [B, n]: det A is their product. */
  readonly pivots: Node
  /** u with A u = right, [B, n]. */
  readonly solution: Node
}

/**
 * Gaussian elimination of each row's own system, without pivoting. A pivot is its row's excess plus what the row still
 * holds off the diagonal, and elimination only adds to both (Alfa, Xue & Ye 2002, Mathematics of Computation 71): with
 * a positive excess and right ≥ 0 every pivot is positive and nothing is ever subtracted, so that pivots and solution
 * keep their digits however nearly singular A is, also in float32. With some excess negative, A is a nonsingular
 * M-matrix exactly when all pivots come out positive.
 */
export function eliminate(b: Builder, { off, excess, right }: DominantSystem): Eliminated {
  const [batch, n] = excess.shape
  const as = (x: Node, ...shape: number[]) => b.reshape(x, [batch, ...shape])
  // columns: what is left of P, then the excess, then the right-hand side
  let left = b.concat([off, as(excess, n, 1), as(right, n, 1)], 2)
  const units: Node[] = []
  const pivots: Node[] = []
  for (let k = 0; k < n; k++) {
    const width = left.shape[2]
    const row = b.slice(b.take(left, [0], 1), 1, width)
    const pivot = b.sum(b.slice(row, 0, width - 2), [-1])
    const unit = b.div(row, as(pivot, 1, 1))
    pivots.push(pivot)
    units.push(unit)
    if (k === n - 1) break
    const below = b.slice(left, 1, n - k, 1)
    left = b.add(b.slice(below, 1, width), b.mul(b.take(below, [0]), unit))
  }
  let solution: Node | null = null
  for (const unit of units.reverse()) {
    const width = unit.shape[2]
    const own = as(b.take(unit, [width - 1]), 1)
    if (!solution) {
      solution = own
      continue
    }
    const later = b.sum(b.mul(as(b.slice(unit, 0, width - 2), width - 2), solution), [-1])
    solution = b.concat([b.add(own, as(later, 1)), solution], -1)
  }
  return { pivots: b.concat(pivots, -1), solution: solution! }
}
