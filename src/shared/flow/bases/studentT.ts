import { logGamma } from '../../math/logGamma'
import type { Random } from '../../math/random'
import type { BaseDefinition } from '../bijector'
import { zeros } from '../initial'
import { positive, positiveNumber } from '../positive'
import { booleanSetting, numberSetting } from '../settings'
import { logGammaHalfStep } from './gammaRatio'

/** Learnt degrees of freedom stay above this, where draws are still finite. */
const leastDegrees = 0.5

/**
 * Independent Student-t variables with ν degrees of freedom on ℝᴰ:
 * log p(z) = Σ [ln Γ((ν+1)/2) − ln Γ(ν/2) − ½ ln νπ − (ν+1)/2 ln(1 + z_i²/ν)].
 *
 * With `learnt`, each coordinate has a ν of its own, ½ + (degrees − ½)·`positive`(a): `degrees` at the start, above ½.
 * `degrees` a [D], 0 at the start, only when learnt.
 */
export const studentT: BaseDefinition = {
  type: 'student-t',
  create: (settings, dims) => {
    const nu = numberSetting(settings, 'degrees')
    if (!booleanSetting(settings, 'learnt')) {
      const peak = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI)
      return {
        parameters: [],
        logDensity: ({ b }, z) => {
          const tails = b.sum(b.log1p(b.mul(b.square(z), 1 / nu)), [-1])
          return b.sub(dims * peak, b.mul((nu + 1) / 2, tails))
        },
        sample: (random, n) => Float64Array.from({ length: n * dims }, () => draw(random, nu)),
      }
    }
    return {
      parameters: [zeros('degrees', [dims])],
      logDensity: ({ b, parameter }, z) => {
        const learnt = b.add(b.mul(positive(b, parameter('degrees')), nu - leastDegrees), leastDegrees)
        const peak = b.sub(logGammaHalfStep(b, b.mul(learnt, 0.5)), b.mul(0.5, b.log(b.mul(learnt, Math.PI))))
        const tails = b.mul(b.mul(b.add(learnt, 1), 0.5), b.log1p(b.div(b.square(z), learnt)))
        return b.sub(b.sum(peak), b.sum(tails, [-1]))
      },
      sample: (random, n, values) => {
        const learnt = values('degrees').map((a) => leastDegrees + (nu - leastDegrees) * positiveNumber(a))
        return Float64Array.from({ length: n * dims }, (_, at) => draw(random, learnt[at % dims]))
      },
    }
  },
}

/** One Student-t variable by the polar method: Bailey 1994, Mathematics of Computation 62, 779–781. */
function draw(random: Random, nu: number): number {
  for (;;) {
    const u = 2 * random.uniform() - 1
    const v = 2 * random.uniform() - 1
    const w = u * u + v * v
    if (w > 0 && w <= 1) return u * Math.sqrt((nu * (w ** (-2 / nu) - 1)) / w)
  }
}
