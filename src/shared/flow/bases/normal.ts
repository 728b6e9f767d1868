import type { BaseDefinition } from '../bijector'

/** The standard normal N(0, I) on ℝᴰ: log p(z) = −½‖z‖² − D/2 ln 2π. */
export const normal: BaseDefinition = {
  type: 'normal',
  create: (_settings, dims) => ({
    parameters: [],
    logDensity: ({ b }, z) => b.sub(b.mul(-0.5, b.sum(b.square(z), [-1])), (dims / 2) * Math.log(2 * Math.PI)),
    sample: (random, n) => Float64Array.from({ length: n * dims }, () => random.normal()),
    traceSample: (_context, noise) => noise('draw', dims, 'normal'),
  }),
}
