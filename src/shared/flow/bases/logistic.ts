import type { BaseDefinition } from '../bijector'

/** No quantile nearer to 0 is drawn, so that none is infinite: half the least step of a uniform draw. */
const leastQuantile = 2 ** -54

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
  }),
}
