import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformed } from '../transformers/transformer'
import { arctan } from './arctan'
import { growth, side } from './functions'
import { logRootTwoPi, millsRatio, normalUpperQuantile } from './normalTail'

/** A distribution's function ℝ → (0, 1) and its quantiles, each with ln of its slope. */
export interface Cdf {
  cdf(b: Builder, z: Node): Transformed
  quantile(b: Builder, x: Node): Transformed
}

/** A distribution symmetric about 0, by its upper half: probability p in (0, ½] of lying beyond t ≥ 0. */
interface Upper {
  tail(b: Builder, t: Node): Node
  quantile(b: Builder, p: Node): Node
  /** ln of the density at t. */
  logDensity(b: Builder, t: Node): Node
}

/** Either tail is taken from its own end, so that both keep all their digits: 1 − x is exact from ½ on. */
const symmetric = ({ tail, quantile, logDensity }: Upper): Cdf => ({
  cdf: (b, z) => {
    const t = b.mul(side(b, z), z)
    const p = tail(b, t)
    return { value: b.select(b.less(z, 0), p, b.sub(1, p)), logSlope: logDensity(b, t) }
  },
  quantile: (b, x) => {
    const low = b.less(x, 0.5)
    const t = quantile(b, b.select(low, x, b.sub(1, x)))
    return { value: b.select(low, b.neg(t), t), logSlope: b.neg(logDensity(b, t)) }
  },
})

const normal = symmetric({
  tail: (b, t) => b.mul(b.exp(b.sub(b.mul(-0.5, b.square(t)), logRootTwoPi)), millsRatio(b, t)),
  quantile: normalUpperQuantile,
  logDensity: (b, t) => b.sub(b.mul(-0.5, b.square(t)), logRootTwoPi),
})

const laplace = symmetric({
  tail: (b, t) => b.mul(0.5, b.exp(b.neg(t))),
  quantile: (b, p) => b.neg(b.log(b.mul(2, p))),
  logDensity: (b, t) => b.neg(b.add(t, Math.LN2)),
})

/** tail(t) = arctan(1 / t) / π, halved once so that t = 0 divides nothing by zero; its quantile is cot πp. */
const cauchy = symmetric({
  tail: (b, t) => b.mul(2 / Math.PI, arctan(b, b.div(1, b.add(t, b.sqrt(b.add(b.square(t), 1)))))),
  quantile: (b, p) => b.div(b.cos(b.mul(Math.PI, p)), b.sin(b.mul(Math.PI, p))),
  logDensity: (b, t) => b.neg(b.add(b.log1p(b.square(t)), Math.log(Math.PI))),
})

const logistic: Cdf = {
  cdf: (b, z) => ({ value: b.sigmoid(z), logSlope: b.neg(b.add(b.softplus(z), b.softplus(b.neg(z)))) }),
  quantile: (b, x) => {
    const [low, high] = [b.log(x), b.log1p(b.neg(x))]
    return { value: b.sub(low, high), logSlope: b.neg(b.add(low, high)) }
  },
}

/** F(z) = exp(−e^−z). */
const gumbel: Cdf = {
  cdf: (b, z) => {
    const rate = growth(b, b.neg(z))
    return { value: b.exp(b.neg(rate)), logSlope: b.neg(b.add(z, rate)) }
  },
  quantile: (b, x) => {
    const rate = b.neg(b.log(x))
    const logRate = b.log(rate)
    return { value: b.neg(logRate), logSlope: b.sub(rate, logRate) }
  },
}

/** By the values of the setting `distribution`. */
export const cdfs = { normal, logistic, laplace, cauchy, gumbel } satisfies Record<string, Cdf>
