import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { positive } from '../positive'
import { atLogOdds, gains, logOddsOf, type LogisticMixture } from './logisticMixture'
import type { Transformer } from './transformer'

/**
 * The deep sigmoidal flow (Huang et al. 2018, arXiv:1804.00779, equation 8) as a map x → z of one coordinate:
 * z = ln(u / (1 − u)), u = Σ_k w_k σ(a_k x + b_k), w = softmax(ρ), a > 0. z → x is a root. Raw numbers: ρ_1 … ρ_K, then
 * α_k with a_k = positive(γ_k α_k), then b_k / γ_k (`gains` says why).
 */
export function deepSigmoid(components: number): Transformer {
  const mixtureOf = (b: Builder, raw: Node): LogisticMixture => {
    const [logit, rates, offsets] = [0, 1, 2].map((i) => b.slice(raw, i * components, (i + 1) * components))
    const factors = gains(b, components)
    const rate = positive(b, b.mul(rates, factors))
    return { logit, rate, logRate: b.log(rate), offset: b.mul(offsets, factors) }
  }
  return {
    width: 3 * components,
    forward: (b, raw, z) => {
      const mixture = mixtureOf(b, raw)
      const x = atLogOdds(b, mixture, z)
      return { value: x, logSlope: b.neg(logOddsOf(b, mixture, x).logSlope) }
    },
    inverse: (b, raw, x) => logOddsOf(b, mixtureOf(b, raw), x),
  }
}
