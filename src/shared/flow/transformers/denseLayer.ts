import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { pinnedMean } from '../pinned'
import type { Transformed } from './transformer'

/**
 * One layer of a deep dense sigmoidal flow with c values in and d out, its numbers as they act; `...` are points and
 * coordinates. Weights u [K, c] and w [d, K] are a shared matrix with its columns scaled and its rows then divided by their sums.
 */
export interface DenseLayer {
  /** The shared part of u [K, c], and ln of the columns' factors [..., c], at most 0; null in the first layer, where c = 1. */
  readonly into: { readonly shared: Node; readonly logFactor: Node } | null
  /** The same of w, [d, K] and [..., K]. */
  readonly out: { readonly shared: Node; readonly logFactor: Node }
  /** a > 0 [..., K]. */
  readonly rate: Node
  readonly logRate: Node
  /** b [..., K]. */
  readonly offset: Node
}

/** No number of a shared matrix counts for less beside the largest of its row, so that no sum is 0 in single precision. */
const leastShare = 1e-30

/** The shared part of weights from its logarithms [d, K], its rows scaled to a largest entry of 1. */
export const sharedWeights = (b: Builder, logs: Node): Node => b.max(b.exp(lessMost(b, logs)), leastShare)

/** x less its largest entry over the last axis, at most 0. */
export const lessMost = (b: Builder, x: Node): Node => b.sub(x, most(b, x))

/**
 * z of x [B, m] through all layers, and ln dz/dx. h^l = ln(w σ(t)) − ln(w σ(−t)) with t = a ⊙ (u h^{l−1}) + b, and
 * dh^l/dx = w [a σ(t) σ(−t) (u dh^{l−1}/dx)] / (w σ(t) · w σ(−t)) in logarithms. Each tail's largest term is taken out of its
 * sum, and of the numerator term by term: far out all of these are large, and their difference would be rounding alone.
 * Means of equal numbers, and h where all of t are equal, are those numbers exactly: so is the identity.
 */
export function throughDense(b: Builder, layers: readonly DenseLayer[], x: Node): Transformed {
  const column = [...x.shape, 1]
  let [h, logSlope] = [b.reshape(x, column), b.fill(0, column)]
  for (const { into, out, rate, logRate, offset } of layers) {
    if (into) {
      const total = weigh(b, into.shared, b.exp(into.logFactor))
      const logs = b.add(into.logFactor, logSlope)
      const top = most(b, logs)
      logSlope = b.add(b.log(b.div(weigh(b, into.shared, b.exp(b.sub(logs, top))), total)), top)
      h = pinnedMean(b, b.div(weigh(b, into.shared, b.mul(b.exp(into.logFactor), h)), total), h)
    }
    const t = b.add(b.mul(rate, h), offset)
    const above = b.softplus(t) // −ln σ(−t)
    const [up, down] = [b.sub(t, above), b.neg(above)].map((logs) => b.add(out.logFactor, logs))
    const [mostUp, mostDown] = [most(b, up), most(b, down)]
    const [restUp, restDown] = [b.sub(up, mostUp), b.sub(down, mostDown)]
    const rise = b.add(b.sub(b.add(restUp, restDown), out.logFactor), b.add(logRate, logSlope))
    const mostRise = most(b, rise)
    const logOf = (logs: Node) => b.log(weigh(b, out.shared, b.exp(logs)))
    const [logUp, logDown] = [logOf(restUp), logOf(restDown)]
    h = pinnedMean(b, b.add(b.sub(logUp, logDown), b.sub(mostUp, mostDown)), t)
    const ratio = b.sub(b.add(logOf(b.sub(rise, mostRise)), logOf(out.logFactor)), b.add(logUp, logDown))
    logSlope = b.add(ratio, mostRise)
  }
  return { value: b.reshape(h, x.shape), logSlope: b.reshape(logSlope, x.shape) }
}

/** The largest entry over the last axis, which it keeps with length 1; of no gradient, as it is only taken out and put back. */
function most(b: Builder, x: Node): Node {
  const top = b.stopGradient(b.maxReduce(x, [-1]))
  return b.reshape(top, [...top.shape, 1])
}

/** M v for every v [..., c] with M [d, c]. */
const weigh = (b: Builder, M: Node, v: Node): Node =>
  b.sum(b.mul(M, b.reshape(v, [...v.shape.slice(0, -1), 1, v.shape[v.shape.length - 1]])), [-1])
