import type { BaseDefinition } from '../bijector'

/**
 * Uniform angles, on [−π, π]ᴰ: log p(z) = −D ln 2π inside, −∞ outside, with gradient zero on either side as in `uniform`.
 * Both ends belong to it, though they are one point of a circle: rounding puts an angle just below π on π itself.
 */
export const torus: BaseDefinition = {
  type: 'torus',
  create: (_settings, dims) => ({
    parameters: [],
    logDensity: ({ b }, z) => {
      const inside = b.lessEqual(b.maxReduce(b.abs(z), [-1]), Math.PI)
      return b.select(inside, -dims * Math.log(2 * Math.PI), -Infinity)
    },
    sample: (random, n) => Float64Array.from({ length: n * dims }, () => Math.PI * (2 * random.uniform() - 1)),
    traceSample: ({ b }, noise) => b.mul(b.sub(b.mul(noise('draw', dims, 'uniform'), 2), 1), Math.PI),
  }),
}
