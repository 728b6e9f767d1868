import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { side } from '../elementwise/functions'
import { logRootTwoPi, logUpperTail, millsRatio, normalQuantileOfLog } from '../elementwise/normalTail'
import { bounded } from '../positive'
import { logSumExp, logSumExpOf } from '../special/logSumExp'
import { normalised } from './logisticMixture'
import { part, type Transformer } from './transformer'

/** Tails are near parabolas in logarithms, which Newton follows; where narrow components leave gaps, the rest halve the bracket. */
const newtonSteps = 30

/** No component is narrower than e^−3 or wider than e³: float64 cannot find the way back over gaps between narrower ones. */
export const mostLogRate = 3

/** ln w_k, a_k > 0, its logarithm and b_k, all [..., m, K]. */
interface NormalMixture {
  readonly logWeight: Node
  readonly rate: Node
  readonly logRate: Node
  readonly offset: Node
}

/**
 * z = Φ⁻¹(u), u = Σ_k w_k Φ(a_k x + b_k), as a map x → z of one coordinate: what is distributed as the mixture becomes
 * standard normal. z → x is a root. Raw numbers: ρ [K] with w = softmax(ρ), α [K] with a = e^{3 tanh(α / 3)}, b [K].
 *
 * u is never formed. On the side on which the point lies the tail is the sum of the components' tails T in logarithms;
 * z has the same, and ln dz/dx = ln Σ_k s_k a_k h(t_k) − ln h(|z|), with s_k the share of k in the tail and h = φ / T the normal's
 * hazard, so that nothing large is taken away from anything large however far out.
 */
export function normalMixture(components: number): Transformer {
  const mixtureOf = (b: Builder, raw: Node): NormalMixture => {
    const [logit, alpha, offset] = [0, 1, 2].map((i) => b.slice(raw, i * components, (i + 1) * components))
    const logRate = bounded(b, alpha, mostLogRate)
    return { logWeight: normalised(b, logit), rate: b.exp(logRate), logRate, offset }
  }
  return {
    width: 3 * components,
    inverse: (b, raw, x) => gaussianise(b, mixtureOf(b, raw), x),
    forward: (b, raw, z) => {
      const mixture = mixtureOf(b, raw)
      const x = solve(b, mixture, z)
      return { value: x, logSlope: b.neg(gaussianise(b, mixture, x).logSlope) }
    },
  }
}

function gaussianise(b: Builder, { logWeight, rate, logRate, offset }: NormalMixture, x: Node) {
  const t = b.add(b.mul(rate, b.reshape(x, [...x.shape, 1])), offset)
  const tails = bothTails(b, t)
  const [upper, lower] = [tails.upper, tails.lower].map((tail) => logSumExp(b, b.add(logWeight, tail)))
  const above = b.lessEqual(upper, lower)
  const sign = b.select(above, 1, -1)
  const beyond = (node: Node) => b.reshape(node, [...node.shape, 1])
  // the components' tails and hazards on the point's side of the median
  const tail = b.select(beyond(above), tails.upper, tails.lower)
  const size = normalQuantileOfLog(b, b.select(above, upper, lower))
  const weighed = b.add(logWeight, tail)
  const shift = beyond(b.stopGradient(b.maxReduce(weighed, [-1])))
  const shares = b.sub(weighed, shift) // ln s_k up to ln Σ below
  const total = logSumExp(b, shares)
  const hazard = b.sub(logSumExp(b, b.add(b.add(shares, logRate), logHazard(b, b.mul(beyond(sign), t)))), total)
  return { value: b.mul(sign, size), logSlope: b.add(hazard, b.log(millsRatio(b, size))) }
}

/** ln(1 − Φ(t)) and ln Φ(t). */
function bothTails(b: Builder, t: Node): { upper: Node; lower: Node } {
  const small = logUpperTail(b, b.mul(side(b, t), t))
  const large = b.log1p(b.neg(b.exp(small)))
  const negative = b.less(t, 0)
  return { upper: b.select(negative, large, small), lower: b.select(negative, small, large) }
}

/** ln φ(t) − ln(1 − Φ(t)). */
function logHazard(b: Builder, t: Node): Node {
  const size = b.mul(side(b, t), t)
  const logMills = b.log(millsRatio(b, size))
  const logDensity = b.sub(b.mul(-0.5, b.square(t)), logRootTwoPi)
  const below = b.sub(logDensity, b.log1p(b.neg(b.exp(b.add(logMills, logDensity)))))
  return b.select(b.less(t, 0), below, b.neg(logMills))
}

/**
 * x that goes to z [B, m]: the mixture's tail on the side of z equals the normal's. z lies between the least and the largest
 * a_k x + b_k, so that x lies between the least and the largest (z − b_k) / a_k.
 */
function solve(b: Builder, { logWeight, rate, offset }: NormalMixture, z: Node): Node {
  const ends = b.stopGradient(b.div(b.sub(b.reshape(z, [...z.shape, 1]), offset), rate))
  const components = rate.shape[rate.shape.length - 1]
  const columns = [logWeight, rate, offset].flatMap((field) =>
    Array.from({ length: components }, (_, k) => part(b, field, k)),
  )
  const sign = side(b, z)
  return b.root(
    (inner, x, [sign, target, ...p]) => {
      const [logWeights, rates, offsets] = [0, 1, 2].map((i) => p.slice(i * components, (i + 1) * components))
      const tails = rates.map((a, k) => {
        const t = inner.mul(sign, inner.add(inner.mul(a, x), offsets[k]))
        return inner.add(logWeights[k], bothTails(inner, t).upper)
      })
      return inner.mul(sign, inner.sub(target, logSumExpOf(inner, tails)))
    },
    { lower: b.neg(b.maxReduce(b.neg(ends), [-1])), upper: b.maxReduce(ends, [-1]) },
    [sign, logUpperTail(b, b.mul(sign, z)), ...columns],
    newtonSteps,
  )
}
