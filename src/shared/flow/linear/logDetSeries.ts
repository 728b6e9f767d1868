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

/** Which terms of the series are taken. */
export interface SeriesTerms {
  /** For k = 1, 2, …: the chance that term k is taken, falling from 1. Its inverse weighs the term. */
  readonly chances: readonly number[]
  /** u in [0, 1) of each row, [B, 1]: term k is taken where u < `chances`[k − 1]. Absent where all are. */
  readonly draw?: Node
}

/** As many terms for every row, a truncated series. */
export const allOf = (terms: number): readonly number[] => Array.from({ length: terms }, () => 1)

/** So many terms always, then each next one with the chance q: geometric Russian roulette, up to `most` terms in all. */
export const roulette = (always: number, q: number, most: number): readonly number[] =>
  Array.from({ length: most }, (_, i) => q ** Math.max(i + 1 - always, 0))

/**
 * An estimate of ln det(I + J) [B] = Σₖ (−1)ᵏ⁺¹ tr(Jᵏ)/k (Behrmann et al. 2019, arXiv:1811.00995, equation 4), with
 * tr(Jᵏ) ≈ vᵀJᵏv for one v of ±1 a row (Hutchinson 1989). Terms left to chance are weighed by 1/P(taken), so that the mean
 * is that of all (Chen et al. 2019, arXiv:1906.02735, theorem 1).
 *
 * Its gradient is the Neumann series' (the same, theorem 2): Σₖ (−1)ᵏ⁺¹ vᵀJᵏ⁻¹ dJ v over the same terms, which equals
 * that of the estimate in the mean. Only one product J v is differentiated, whatever the number of terms.
 *
 * @param probe v, [B, D].
 */
export function logDetSeries(b: Builder, { at, value }: Contraction, probe: Node, terms: SeriesTerms): Node {
  const { chances, draw } = terms
  const [rows, dims] = at.shape
  const length = chances.length
  const signed = chances.map((chance, i) => (i % 2 === 0 ? 1 : -1) / chance)
  const constant = (values: readonly number[]) => b.constant(values, [length])
  const { totals } = loop(
    b,
    { length },
    {
      carries: [probe], // vᵀJᵏ⁻¹
      sequences: [constant(signed), constant(signed.map((weight, i) => weight / (i + 1))), constant(chances)],
    },
    ({ carries: [row], sequences: [weight, weightOverK, chance] }) => {
      const [next] = vjp(b, [value], [row], [at])
      const term = b.mul(weightOverK, b.sum(b.mul(next, probe), [-1]))
      const left = b.mul(weight, row)
      if (!draw) return { carries: [next], totals: [term, left] }
      const ended = b.lessEqual(chance, draw)
      const idle = b.reshape(ended, [rows])
      return {
        carries: [b.select(ended, row, next)],
        totals: [b.select(idle, 0, term), b.select(ended, b.fill(0, [rows, dims]), left)],
        idle,
      }
    },
  )
  const [estimate, left] = totals.map((total) => b.stopGradient(total))
  const [moved] = jvp(b, [value], [at], [probe])
  const slope = b.sum(b.mul(left, moved ?? b.fill(0, at.shape)), [-1])
  return b.add(estimate, b.sub(slope, b.stopGradient(slope))) // the last two cancel, and leave their gradient
}
