import type { BaseDefinition } from '../bijector'
import { aboveZero } from './quantiles'

/** Independent standard Laplace variables on ℝᴰ: log p(z) = −Σ |z_i| − D ln 2. */
export const laplace: BaseDefinition = {
  type: 'laplace',
  create: (_settings, dims) => ({
    parameters: [],
    logDensity: ({ b }, z) => b.sub(b.neg(b.sum(b.abs(z), [-1])), dims * Math.LN2),
    sample: (random, n) =>
      Float64Array.from({ length: n * dims }, () => {
        const size = -Math.log1p(-random.uniform())
        return random.uniform() < 0.5 ? -size : size
      }),
    traceSample: ({ b }, noise) => {
      const size = b.neg(b.log(aboveZero(b, noise('size', dims, 'uniform'))))
      return b.mul(noise('side', dims, 'rademacher'), size)
    },
  }),
}
