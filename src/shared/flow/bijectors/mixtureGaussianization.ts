import { normalQuantile } from '../../math/normalQuantile'
import { quantile, sortedColumn } from '../../math/quantiles'
import { range } from '../../tensor/ir/range'
import type { BijectorDefinition, ParameterSpec, TraceContext } from '../bijector'
import { moments } from '../moments'
import { direct } from '../pace'
import { numberSetting } from '../settings'
import { mostLogRate, normalMixture } from '../transformers/normalMixture'

/** The level of the outermost centre: further out a batch has too few rows to say where one should be. */
const outerLevel = 0.02

/** The width of a component as a share of the mean gap to its neighbours: wider ones blur the data, narrower ones show single rows. */
const widthOfGap = 0.8

/** Components stay at least this wide beside the deviation of their coordinate when data sets them. */
const leastWidth = 0.05

/**
 * Mixture Gaussianization on ℝᴰ, x → z: z_i = Φ⁻¹(Σ_k w_ik Φ(a_ik x_i + b_ik)), Chen & Gopinath 2000 and, trained by gradients,
 * Meng et al. 2020 (arXiv:2003.01941), there of logistic distributions of equal weight. log|det ∂x/∂z| is minus the sum of
 * the maps' log-slopes.
 *
 * `numbers` [D, 3K], each row those of `normalMixture`. The first batch puts the centres −b / a at the data's quantiles
 * at the levels σ(l_k), l even between ±ln 49, each component 0.8 times as wide as the mean gap to its neighbours and of the weight of
 * the levels nearest to it. Before that they stand at quantiles of the normal.
 */
export const mixtureGaussianization: BijectorDefinition = {
  type: 'mixture-gaussianization',
  create: (settings, dims) => {
    const components = numberSetting(settings, 'components')
    const map = normalMixture(components)
    const reach = Math.log((1 - outerLevel) / outerLevel)
    const levelAt = (k: number) => 1 / (1 + Math.exp(reach * (1 - (2 * k) / (components - 1))))
    const levels = range(0, components).map(levelAt)
    const logWeights = levels.map((_, k) => {
      const [low, high] = [k === 0 ? 0 : levelAt(k - 0.5), k === components - 1 ? 1 : levelAt(k + 0.5)]
      return Math.log(high - low)
    })
    const numbers: ParameterSpec = {
      name: 'numbers',
      shape: [dims, map.width],
      init: () => {
        const start = startAt(logWeights, levels.map(normalQuantile), leastWidth)
        return Float64Array.from(Array.from({ length: dims }, () => start).flat())
      },
    }
    const through =
      (direction: 'forward' | 'inverse') =>
      ({ b, parameter }: TraceContext, from: Parameters<typeof map.forward>[2]) => {
        const { value, logSlope } = map[direction](b, parameter('numbers'), from)
        return { value, logDet: b.sum(logSlope!, [-1]) }
      }
    return {
      parameters: direct([numbers]),
      forwardAndLogDet: through('forward'),
      inverseAndLogDet: through('inverse'),
      initialise: (batch, direction) => {
        if (direction === 'forward') return new Map() // its inverse makes no mixture a normal
        const { deviation } = moments(batch, dims)
        const rows = Array.from({ length: dims }, (_, i) => {
          const sorted = sortedColumn(batch, dims, i)
          return startAt(
            logWeights,
            levels.map((p) => quantile(sorted, p)),
            leastWidth * deviation[i],
          )
        })
        return new Map([['numbers', Float64Array.from(rows.flat())]])
      },
    }
  },
}

/** The raw numbers of components at centres in rising order. */
function startAt(logWeights: readonly number[], centres: readonly number[], least: number): number[] {
  const gap = (k: number) => {
    const [low, high] = [Math.max(k - 1, 0), Math.min(k + 1, centres.length - 1)]
    return (widthOfGap * (centres[high] - centres[low])) / (high - low)
  }
  const limit = Math.tanh(0.999) // keeps the soft bound's inverse finite
  const shares = centres.map((_, k) => {
    const logRate = -Math.log(Math.max(gap(k), least))
    return Math.min(Math.max(logRate / mostLogRate, -limit), limit)
  })
  const rates = shares.map((share) => Math.exp(mostLogRate * share))
  return [
    ...logWeights,
    ...shares.map((share) => mostLogRate * Math.atanh(share)),
    ...centres.map((centre, k) => -centre * rates[k]),
  ]
}
