import { logGamma } from '../../math/logGamma'
import type { Random } from '../../math/random'
import type { BaseDefinition } from '../bijector'
import { numberSetting } from '../settings'

/**
 * Independent Student-t variables with ν degrees of freedom on ℝᴰ:
 * log p(z) = Σ [ln Γ((ν+1)/2) − ln Γ(ν/2) − ½ ln νπ − (ν+1)/2 ln(1 + z_i²/ν)].
 */
export const studentT: BaseDefinition = {
  type: 'student-t',
  create: (settings, dims) => {
    const nu = numberSetting(settings, 'degrees')
    const peak = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI)
    return {
      parameters: [],
      logDensity: ({ b }, z) => {
        const tails = b.sum(b.log1p(b.mul(b.square(z), 1 / nu)), [-1])
        return b.sub(dims * peak, b.mul((nu + 1) / 2, tails))
      },
      sample: (random, n) => Float64Array.from({ length: n * dims }, () => draw(random, nu)),
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
