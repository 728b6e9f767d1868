import { logSumExp, logSumExpOf } from '../special/logSumExp'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { pinnedMean } from '../pinned'
import { part } from './transformer'

/** Some eight reach float64's precision; where components of very different rates meet, the rest halve the bracket. */
const newtonSteps = 24

/** K logistic distribution functions σ(a_k x + b_k) with weights π_k per coordinate; every field [..., m, K]. */
export interface LogisticMixture {
  /** Up to a constant, ln π_k. */
  readonly logit: Node
  /** a_k > 0. */
  readonly rate: Node
  readonly logRate: Node
  /** b_k. */
  readonly offset: Node
}

/**
 * y = ln(u / (1 − u)) of u = Σ_k π_k σ(a_k x + b_k), increasing from ℝ onto ℝ. Both ln u and ln(1 − u) are log-sums of
 * their own, so that neither tail is cut off or rounded to 0 or 1: far out, y is the tail of the slowest component. Where
 * all a_k x + b_k are one number, y is that number exactly.
 * ln dy/dx = ln Σ_k π_k a_k σ'(a_k x + b_k) − ln u − ln(1 − u).
 */
export function logOddsOf(b: Builder, mixture: LogisticMixture, x: Node): { value: Node; logSlope: Node } {
  const logWeight = normalised(b, mixture.logit)
  const t = b.add(b.mul(mixture.rate, b.reshape(x, [...x.shape, 1])), mixture.offset)
  // −ln(1 − σ(t)) and −ln σ(t)
  const [above, below] = [b.softplus(t), b.softplus(b.neg(t))]
  const logU = logSumExp(b, b.sub(logWeight, below))
  const logRest = logSumExp(b, b.sub(logWeight, above))
  const logDensity = logSumExp(b, b.sub(b.sub(b.add(logWeight, mixture.logRate), above), below))
  const value = pinnedMean(b, b.sub(logU, logRest), t)
  return { value, logSlope: b.sub(b.sub(logDensity, logU), logRest) }
}

/**
 * x with `logOddsOf` x = y [B, m], by bracketed Newton: the log-odds of the mixture lie between the least and the largest
 * a_k x + b_k, so that x lies between the least and the largest (y − b_k) / a_k.
 */
export function atLogOdds(b: Builder, mixture: LogisticMixture, y: Node): Node {
  const { rate, offset } = mixture
  const ends = b.stopGradient(b.div(b.sub(b.reshape(y, [...y.shape, 1]), offset), rate))
  const fields = [normalised(b, mixture.logit), rate, offset]
  const components = rate.shape[rate.shape.length - 1]
  const columns = fields.flatMap((field) => Array.from({ length: components }, (_, k) => part(b, field, k)))
  return b.root(
    (inner, x, [y, ...p]) => {
      const [logWeights, rates, offsets] = [0, 1, 2].map((i) => p.slice(i * components, (i + 1) * components))
      const t = rates.map((a, k) => inner.add(inner.mul(a, x), offsets[k]))
      const right = t.map((value, k) => inner.sub(logWeights[k], inner.softplus(value))) // ln π_k (1 − σ(t_k))
      const left = right.map((value, k) => inner.add(value, t[k])) // ln π_k σ(t_k)
      return inner.sub(inner.sub(logSumExpOf(inner, left), logSumExpOf(inner, right)), y)
    },
    { lower: b.neg(b.maxReduce(b.neg(ends), [-1])), upper: b.maxReduce(ends, [-1]) },
    [y, ...columns],
    newtonSteps,
  )
}

/** ln of the softmax over the last axis. */
export function normalised(b: Builder, logit: Node): Node {
  const total = logSumExp(b, logit)
  return b.sub(logit, b.reshape(total, [...total.shape, 1]))
}

/**
 * Factors γ_k = (2k − 1) / 2K, of mean ½, by which raw numbers of component k are multiplied. Zeros make all
 * components alike, so that the mixture is one logistic and the block the identity; equal factors would give all the same
 * gradient and keep them alike for ever.
 */
export const gains = (b: Builder, components: number): Node =>
  b.constant(
    Array.from({ length: components }, (_, k) => (2 * k + 1) / (2 * components)),
    [components],
  )
