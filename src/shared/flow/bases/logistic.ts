import type { BaseDefinition } from '../bijector'
import { aboveZero, leastQuantile } from './quantiles'

/**
 * Independent standard logistic variables on ℝᴰ: log p(z) = −Σ [softplus(z_i) + softplus(−z_i)], the logarithm of
 * σ(z) σ(−z), which neither overflows nor loses its tails.
 */
export const logistic: BaseDefinition = {
  type: 'logistic',
  create: (_settings, dims) => ({
    parameters: [],
    logDensity: ({ b }, z) => b.neg(b.sum(b.add(b.softplus(z), b.softplus(b.neg(z))), [-1])),
    sample: (random, n) =>
      Float64Array.from({ length: n * dims }, () => {
        const u = Math.max(random.uniform(), leastQuantile)
        return Math.log(u) - Math.log1p(-u)
      }),
    traceSample: ({ b }, noise) => {
      // the lower half by its quantile function, of which float32 has every digit, and then a side by chance
      const u = b.mul(aboveZero(b, noise('half', dims, 'uniform')), 0.5)
      return b.mul(noise('side', dims, 'rademacher'), b.sub(b.log(u), b.log1p(b.neg(u))))
    },
  }),
}
