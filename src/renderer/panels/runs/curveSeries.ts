import { secondsAt } from '../../charts/across'
import type { MetricsBatch } from '@shared/rpc/protocol'

export interface CurveChoice {
  readonly what: 'validation' | 'training'
  readonly by: 'step' | 'time'
  readonly log: boolean
  /** Weight of the past in the training loss; 0 draws it as it is. */
  readonly memory: number
}

/** All points of a curve that have a place, `x` ascending: steps or seconds. */
export interface Series {
  readonly x: readonly number[]
  readonly losses: readonly number[]
  readonly steps: readonly number[]
}

export function seriesOf(history: MetricsBatch, { what, by, memory }: CurveChoice): Series {
  const [steps, losses] =
    what === 'validation'
      ? [history.validationSteps, history.validationLoss]
      : [history.steps, smoothed(history.trainLoss, memory)]
  const x = by === 'step' ? steps : steps.map((step) => secondsAt(history, step))
  const known = [...x.keys()].filter((i) => Number.isFinite(x[i]) && Number.isFinite(losses[i]))
  const of = (values: Float64Array): number[] => known.map((i) => values[i])
  return { x: of(x), losses: of(losses), steps: of(steps) }
}

/** An exponential moving average, without the pull of its beginning. */
export function smoothed(values: Float64Array, memory: number): Float64Array {
  let [mean, weight] = [0, 0]
  return values.map((value) => {
    if (Number.isFinite(value)) {
      mean = memory * mean + (1 - memory) * value
      weight = memory * weight + (1 - memory)
    }
    return weight > 0 ? mean / weight : NaN
  })
}
