import type { BaseDefinition } from '../bijector'

/**
 * Uniform angles, on [−π, π)ᴰ: log p(z) = −D ln 2π inside, −∞ outside, with gradient zero on either side as in `uniform`.
 * The ends of the interval are one point of a circle, so that only one belongs to it.
 */
export const torus: BaseDefinition = {
  type: 'torus',
  create: (_settings, dims) => ({
    parameters: [],
    logDensity: ({ b }, z) => {
      const fromLow = b.lessEqual(b.maxReduce(b.neg(z), [-1]), Math.PI)
      const inside = b.and(fromLow, b.less(b.maxReduce(z, [-1]), Math.PI))
      return b.select(inside, -dims * Math.log(2 * Math.PI), -Infinity)
    },
    sample: (random, n) => Float64Array.from({ length: n * dims }, () => Math.PI * (2 * random.uniform() - 1)),
    traceSample: ({ b }, noise) => {
      const turned = b.mul(b.sub(b.mul(noise('draw', dims, 'uniform'), 2), 1), Math.PI)
      return b.select(b.less(turned, Math.PI), turned, -Math.PI) // in float32 a draw may come out as 1, which is the other end
    },
  }),
}
