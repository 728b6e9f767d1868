import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { moments } from '../moments'
import { numberSetting } from '../settings'

/**
 * Batch normalisation as a block (Dinh et al. 2016, arXiv:1605.08803, section 3.7; Papamakarios et al. 2017,
 * arXiv:1705.07057, appendix B) on ℝᴰ, x → z: z = e^γ ⊙ (x − m) / √(v + ε) + β. log|det ∂x/∂z| = Σ [½ ln(v_i + ε) − γ_i].
 *
 * In a step of training m and v are the mean and the variance of the batch, gradients flow through them, and the running
 * ones move towards them: r ← (1 − μ) r + μ m. Everywhere else, and z → x always, they are the running ones.
 *
 * `runningMean`, `runningVariance` [D], set by the first batch and held: the step writes them. `logScale` γ and `shift` β [D],
 * 0 at the start.
 */
export const batchNorm: BijectorDefinition = {
  type: 'batch-norm',
  create: (settings, dims) => {
    const [momentum, epsilon] = [numberSetting(settings, 'momentum'), numberSetting(settings, 'epsilon')]
    /** x → z by given moments. */
    const normalise = ({ b, parameter }: TraceContext, x: Node, mean: Node, variance: Node): Mapped => {
      const logDeviation = b.mul(0.5, b.log(b.add(variance, epsilon)))
      const logScale = b.sub(parameter('logScale'), logDeviation)
      return {
        value: b.add(b.mul(b.sub(x, mean), b.exp(logScale)), parameter('shift')),
        logDet: b.sum(logScale),
      }
    }
    /** As stored; a negative variance is no variance, but a file may hold one. */
    const running = ({ b, parameter }: TraceContext) => ({
      mean: parameter('runningMean'),
      variance: b.max(parameter('runningVariance'), 0),
    })
    return {
      parameters: [
        { ...zeros('runningMean', [dims]), held: true },
        { name: 'runningVariance', shape: [dims], init: () => new Float64Array(dims).fill(1), held: true },
        zeros('logScale', [dims]),
        zeros('shift', [dims]),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { mean, variance } = running(context)
        const logScale = b.sub(b.mul(0.5, b.log(b.add(variance, epsilon))), parameter('logScale'))
        return {
          value: b.add(b.mul(b.sub(z, parameter('shift')), b.exp(logScale)), mean),
          logDet: b.sum(logScale),
        }
      },
      inverseAndLogDet: (context, x) => {
        const { b, settle } = context
        const { mean: oldMean, variance: oldVariance } = running(context)
        if (!settle) return normalise(context, x, oldMean, oldVariance)
        const mean = b.mean(x, [0])
        const variance = b.mean(b.square(b.sub(x, mean)), [0])
        const moved = (old: Node, to: Node) => b.add(b.mul(1 - momentum, old), b.mul(momentum, to))
        settle('runningMean', moved(oldMean, mean))
        settle('runningVariance', moved(oldVariance, variance))
        return normalise(context, x, mean, variance)
      },
      initialise: (batch, direction) => {
        if (direction === 'forward') return new Map()
        const { mean, deviation } = moments(batch, dims)
        return new Map([
          ['runningMean', mean],
          ['runningVariance', deviation.map((sd) => Math.max(sd * sd - epsilon, 0))],
        ])
      },
    }
  },
}
