import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { atLogOdds, gains, logOddsOf, type LogisticMixture } from './logisticMixture'
import { scaleShift } from './scaleShift'
import type { Transformer } from './transformer'

/**
 * No component is narrower than e^−2 or wider than e². The code of Flow++ bounds log-scales at −7 from below; so narrow
 * ones leave plateaus between them on which float64 cannot tell points apart on the way back.
 */
const mostLogScale = 2

/**
 * Flow++'s map x → z of one coordinate (Ho et al. 2019, arXiv:1902.00275): z = e^a ln(u / (1 − u)) + t with
 * u = Σ_k π_k σ((x − μ_k) e^{−s_k}), π = softmax(ρ). z → x is a root. Raw numbers: ρ_1 … ρ_K, then μ_k / γ_k, then s_k
 * likewise, before s's soft bound of 2 (`gains` says why), then a before its soft bound and t.
 */
export function mixtureLogistic(components: number, bound: number): Transformer {
  const outer = scaleShift(bound)
  const pieces = (b: Builder, raw: Node): { mixture: LogisticMixture; affine: Node } => {
    const [logit, means, scales] = [0, 1, 2].map((i) => b.slice(raw, i * components, (i + 1) * components))
    const factors = gains(b, components)
    const logRate = b.mul(-mostLogScale, b.tanh(b.mul(b.mul(scales, factors), 1 / mostLogScale)))
    const rate = b.exp(logRate)
    const offset = b.neg(b.mul(b.mul(means, factors), rate))
    return { mixture: { logit, logRate, rate, offset }, affine: b.slice(raw, 3 * components, 3 * components + 2) }
  }
  return {
    width: 3 * components + 2,
    forward: (b, raw, z) => {
      const { mixture, affine } = pieces(b, raw)
      const odds = outer.inverse(b, affine, z)
      const x = atLogOdds(b, mixture, odds.value)
      return { value: x, logSlope: b.sub(odds.logSlope!, logOddsOf(b, mixture, x).logSlope) }
    },
    inverse: (b, raw, x) => {
      const { mixture, affine } = pieces(b, raw)
      const odds = logOddsOf(b, mixture, x)
      const { value, logSlope } = outer.forward(b, affine, odds.value)
      return { value, logSlope: b.add(odds.logSlope, logSlope!) }
    },
  }
}
