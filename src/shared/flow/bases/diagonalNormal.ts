import type { BaseDefinition } from '../bijector'
import { moments } from '../moments'
import { zeros } from '../initial'

/**
 * The normal N(m, diag σ²) on ℝᴰ with learnt m and σ = e^s: log p(z) = −½ Σ ((z_i − m_i) e^−s_i)² − Σ s_i − D/2 ln 2π.
 * Its mean and deviation start as those of the first batch.
 *
 * `mean` m [D] and `logDeviation` s [D], both free; 0 until a batch sets them.
 */
export const diagonalNormal: BaseDefinition = {
  type: 'diagonal-normal',
  create: (_settings, dims) => ({
    parameters: [zeros('mean', [dims]), zeros('logDeviation', [dims])],
    logDensity: ({ b, parameter }, z) => {
      const s = parameter('logDeviation')
      const noise = b.mul(b.sub(z, parameter('mean')), b.exp(b.neg(s)))
      const constant = b.add(b.sum(s), (dims / 2) * Math.log(2 * Math.PI))
      return b.sub(b.mul(-0.5, b.sum(b.square(noise), [-1])), constant)
    },
    sample: (random, n, values) => {
      const [mean, s] = [values('mean'), values('logDeviation')]
      return Float64Array.from(
        { length: n * dims },
        (_, at) => mean[at % dims] + Math.exp(s[at % dims]) * random.normal(),
      )
    },
    traceSample: ({ b, parameter }, noise) =>
      b.add(parameter('mean'), b.mul(b.exp(parameter('logDeviation')), noise('draw', dims, 'normal'))),
    initialise: (batch) => {
      const { mean, deviation } = moments(batch, dims)
      return new Map([
        ['mean', mean],
        ['logDeviation', deviation.map(Math.log)],
      ])
    },
  }),
}
