import type { BaseDefinition } from '../bijector'
import { numberSetting } from '../settings'

/**
 * The uniform distribution on [−h, h]ᴰ: log p(z) = −D ln 2h inside, −∞ outside.
 *
 * −∞ is the truth, and it is what evaluation should report. A training loss that meets it is infinite, so the run stops,
 * and the first value that is not finite is this base's: that is the block to blame. The gradient is zero, not NaN,
 * since the density is constant on either side.
 */
export const uniform: BaseDefinition = {
  type: 'uniform',
  create: (settings, dims) => {
    const halfWidth = numberSetting(settings, 'halfWidth')
    return {
      parameters: [],
      logDensity: ({ b }, z) => {
        const inside = b.lessEqual(b.maxReduce(b.abs(z), [-1]), halfWidth)
        return b.select(inside, -dims * Math.log(2 * halfWidth), -Infinity)
      },
      sample: (random, n) => Float64Array.from({ length: n * dims }, () => halfWidth * (2 * random.uniform() - 1)),
      traceSample: ({ b }, noise) => b.mul(b.sub(b.mul(noise('draw', dims, 'uniform'), 2), 1), halfWidth),
    }
  },
}
