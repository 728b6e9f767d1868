import type { BijectorDefinition } from '../bijector'
import { zeros } from '../initial'
import { moments } from '../moments'

/**
 * Glow's activation normalisation (Kingma & Dhariwal 2018, arXiv:1807.03039, section 3.1): x = e^s ⊙ (z − b) on ℝᴰ.
 * log|det ∂x/∂z| = Σ s_i. The first batch sets s and b so that what leaves the block towards the base is standardised.
 *
 * `logScale` s [D] and `offset` b [D], both free; 0 until a batch sets them.
 */
export const actnorm: BijectorDefinition = {
  type: 'actnorm',
  create: (_settings, dims) => ({
    parameters: [zeros('logScale', [dims]), zeros('offset', [dims])],
    forwardAndLogDet: ({ b, parameter }, z) => {
      const s = parameter('logScale')
      return { value: b.mul(b.sub(z, parameter('offset')), b.exp(s)), logDet: b.sum(s) }
    },
    inverseAndLogDet: ({ b, parameter }, x) => {
      const minusS = b.neg(parameter('logScale'))
      return { value: b.add(b.mul(x, b.exp(minusS)), parameter('offset')), logDet: b.sum(minusS) }
    },
    initialise: (batch, direction) => {
      const { mean, deviation } = moments(batch, dims)
      // inverse: (m − m) / σ = e^−s m + b; forward: e^s (m − b)
      return direction === 'inverse'
        ? new Map([
            ['logScale', deviation.map(Math.log)],
            ['offset', mean.map((m, i) => -m / deviation[i])],
          ])
        : new Map([
            ['logScale', deviation.map((sd) => -Math.log(sd))],
            ['offset', mean],
          ])
    },
  }),
}
