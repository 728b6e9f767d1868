import type { BijectorDefinition } from '../bijector'
import { zeros } from '../initial'

/** A constant coordinate has deviation 0; this keeps its scale finite. */
const leastDeviation = 1e-3

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

/** Mean and standard deviation of each column of a batch [n, D], the latter at least 10⁻³. */
function moments(batch: Float64Array, dims: number): { mean: Float64Array; deviation: Float64Array } {
  const rows = batch.length / dims
  const columnMean = (f: (value: number, column: number) => number) => {
    const total = new Float64Array(dims)
    batch.forEach((value, at) => (total[at % dims] += f(value, at % dims)))
    return total.map((sum) => sum / rows)
  }
  const mean = columnMean((value) => value)
  const variance = columnMean((value, i) => (value - mean[i]) ** 2)
  return { mean, deviation: variance.map((v) => Math.max(Math.sqrt(v), leastDeviation)) }
}
