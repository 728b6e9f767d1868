import type { Random } from '../../math/random'
import type { BaseDefinition, ParameterValues } from '../bijector'
import { gaussian, zeros } from '../initial'
import { moments } from '../moments'
import { positive, positiveNumber, rawOfPositive } from '../positive'
import { numberSetting } from '../settings'
import { kMeans } from './kMeans'

/** A cluster of a single row has no deviation; it starts with this share of the whole batch's. */
const leastShare = 0.05

/**
 * A mixture of K normals with learnt weights w = softmax(a), means m and deviations σ = 10⁻³ + softplus(·) on ℝᴰ:
 * log p(z) = ln Σ_k exp(ln w_k − ½ Σ_i ((z_i − m_ki)/σ_ki)² − Σ_i ln σ_ki) − D/2 ln 2π. The first batch sets it, cluster by
 * cluster of k-means. σ has a least value because a component that closes in on one point would have no end of density.
 *
 * `logits` a [K], 0 at the start; `means` m [K, D], N(0, 1) at the start; `deviations` [K, D], see `positive`, 0 at the start.
 */
export const mixture: BaseDefinition = {
  type: 'mixture',
  create: (settings, dims) => {
    const k = numberSetting(settings, 'components')
    return {
      parameters: [zeros('logits', [k]), gaussian('means', [k, dims], 1), zeros('deviations', [k, dims])],
      logDensity: ({ b, parameter }, z) => {
        const [logits, deviations] = [parameter('logits'), positive(b, parameter('deviations'))]
        const far = b.div(b.sub(b.reshape(z, [z.shape[0], 1, dims]), parameter('means')), deviations)
        const weight = b.sub(logits, b.sum(b.log(deviations), [-1]))
        const terms = b.add(weight, b.mul(-0.5, b.sum(b.square(far), [-1])))
        const logSumExp = (x: typeof terms) => {
          const top = b.stopGradient(b.maxReduce(x, [-1]))
          const rest = b.sub(x, b.reshape(top, [...top.shape, 1]))
          return b.add(top, b.log(b.sum(b.exp(rest), [-1])))
        }
        return b.sub(b.sub(logSumExp(terms), logSumExp(logits)), (dims / 2) * Math.log(2 * Math.PI))
      },
      sample: (random, n, values) => draw(random, n, dims, values),
      initialise: (batch, random) => {
        const { centres, owners } = kMeans(batch, dims, k, random)
        const whole = moments(batch, dims).deviation
        const logits = new Float64Array(k)
        const deviations = new Float64Array(k * dims)
        for (let c = 0; c < k; c++) {
          const own = batch.filter((_, at) => owners[Math.floor(at / dims)] === c)
          // half a row more for each, so that none has no weight
          logits[c] = Math.log(own.length / dims + 0.5)
          const spread = own.length > 0 ? moments(own, dims).deviation : whole
          spread.forEach((sd, i) => (deviations[c * dims + i] = rawOfPositive(Math.max(sd, leastShare * whole[i]))))
        }
        return new Map([
          ['logits', logits],
          ['means', centres],
          ['deviations', deviations],
        ])
      },
    }
  },
}

function draw(random: Random, n: number, dims: number, values: ParameterValues): Float64Array {
  const [logits, means] = [values('logits'), values('means')]
  const deviations = values('deviations').map(positiveNumber)
  const top = Math.max(...logits)
  let total = 0
  const cumulative = logits.map((a) => (total += Math.exp(a - top)))
  const rows = new Float64Array(n * dims)
  for (let row = 0; row < n; row++) {
    const level = random.uniform() * total
    const component = cumulative.findIndex((sum) => level < sum)
    const from = dims * (component < 0 ? cumulative.length - 1 : component)
    for (let i = 0; i < dims; i++) rows[row * dims + i] = means[from + i] + deviations[from + i] * random.normal()
  }
  return rows
}
