import { jvp } from '../../tensor/autodiff/jvp'
import { vjp } from '../../tensor/autodiff/vjp'
import type { Builder } from '../../tensor/ir/builder'
import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'

/** A map whose Jacobian J = ∂value/∂at has a norm below 1. */
export interface Contraction {
  /** g(x) [B, D] at x = `at` [B, D], a node of its own that `value` was made from. */
  readonly at: Node
  readonly value: Node
}

/** Which terms of the series are taken: so many in each row, then each next one while chance goes on. */
export interface SeriesTerms {
  readonly always: number
  /** Absent where the series ends there. */
  readonly roulette?: Roulette
}

/** Geometric Russian roulette. */
export interface Roulette {
  /** q: the chance that one more term is taken. */
  readonly continuation: number
  /** u in [0, 1) of each row, [B, 1]: term k is taken where u < P(taken) = q^max(k − always, 0). */
  readonly draw: Node
}

/** Terms that are taken at most: those with a chance of at least `LEAST_CHANCE`, and no more than `MOST_TERMS`. */
const [MOST_TERMS, LEAST_CHANCE] = [100, 1e-6]

/**
 * An estimate of ln det(I + J) [B] = Σₖ (−1)ᵏ⁺¹ tr(Jᵏ)/k (Behrmann et al. 2018, arXiv:1811.00995, equation 4), with
 * tr(Jᵏ) ≈ vᵀJᵏv for one v of ±1 a row (Hutchinson 1989). Terms left to chance are weighed by 1/P(taken), so that the
 * mean is that of all (Chen et al. 2019, arXiv:1906.02735, theorem 1, with a normal v).
 *
 * Its gradient is the Neumann series' (the same, theorem 2): Σₖ (−1)ᵏ⁺¹ vᵀJᵏ⁻¹ dJ v over the same terms, which equals
 * that of the estimate in the mean. Only one product J v is differentiated, whatever the number of terms.
 *
 * @param probe v, [B, D].
 */
export function logDetSeries(b: Builder, { at, value }: Contraction, probe: Node, terms: SeriesTerms): Node {
  const { always, roulette } = terms
  const [rows, dims] = at.shape
  const column = (of: number) => b.fill(of, [rows, 1])
  const start = {
    row: probe, // vᵀJᵏ⁻¹
    k: column(1),
    weight: column(1), // ±1/P(taken) of term k
    estimate: column(0),
    left: b.fill(0, [rows, dims]), // Σₖ of weight vᵀJᵏ⁻¹
  }
  const { carries } = loop(b, { length: lengthOf(terms) }, { carries: Object.values(start) }, ({ carries: found }) => {
    const [row, k, weight, estimate, left] = found
    const [next] = vjp(b, [value], [row], [at])
    const trace = b.reshape(b.sum(b.mul(next, probe), [-1]), [rows, 1])
    const rarer = roulette ? b.select(b.less(k, always), -1, b.scalar(-1 / roulette.continuation)) : -1
    const after = [
      next,
      b.add(k, 1),
      b.mul(weight, rarer),
      b.add(estimate, b.mul(b.div(weight, k), trace)),
      b.add(left, b.mul(weight, row)),
    ]
    if (!roulette) return { carries: after }
    const ended = b.lessEqual(1, b.mul(b.abs(weight), roulette.draw))
    return {
      carries: after.map((each, i) => b.select(ended, found[i], each)),
      idle: b.reshape(ended, [rows]),
    }
  })
  const [estimate, left] = [b.reshape(carries[3], [rows]), carries[4]].map((of) => b.stopGradient(of))
  const [moved] = jvp(b, [value], [at], [probe])
  const slope = b.sum(b.mul(left, moved ?? b.fill(0, at.shape)), [-1])
  return b.add(estimate, b.sub(slope, b.stopGradient(slope))) // the last two cancel, and leave their gradient
}

function lengthOf({ always, roulette }: SeriesTerms): number {
  if (!roulette) return always
  return Math.min(always + Math.floor(Math.log(LEAST_CHANCE) / Math.log(roulette.continuation)), MOST_TERMS)
}
