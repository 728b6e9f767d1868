import { describe, expect, it } from 'vitest'
import { epochsOfStep, lastSecond, secondsAt } from '../../../src/renderer/charts/across'
import { lossColumns } from '../../../src/renderer/charts/lossData'
import { RunHistory } from '../../../src/renderer/stores/run/history'

const column = (...values: number[]) => Float64Array.from(values)
const batch = {
  steps: column(1, 2, 3, 4),
  trainLoss: column(4, 2, 3, 1),
  gradientNorm: column(1, 1, 1, 1),
  seconds: column(0.5, 1, 2.5, 3),
  validationSteps: column(2, 4),
  validationLoss: column(2.2, 1.2),
}

describe('what the losses are drawn over', () => {
  it('finds when a step was done, and nothing for one that was not timed', () => {
    expect([0, 1, 3, 4].map((step) => secondsAt(batch, step))).toEqual([0, 0.5, 2.5, 3])
    expect(secondsAt(batch, 5)).toBeNaN()
    expect(secondsAt({ steps: batch.steps }, 2)).toBeNaN()
    expect(lastSecond({ steps: batch.steps, seconds: column(NaN, 1, 2, NaN) })).toBe(2)
  })

  it('counts epochs by the rows of a step, never more than one a step', () => {
    expect(10 * epochsOfStep(256, 2560)).toBeCloseTo(1, 12)
    expect(epochsOfStep(5000, 1000)).toBe(1)
  })

  it('puts all curves at the times of their steps, and leaves out what has none', () => {
    const history = new RunHistory()
    history.append(batch)
    const own = (step: number) => secondsAt({ steps: history.steps.values, seconds: history.seconds.values }, step)
    const [x, train, , validation] = lossColumns(history, undefined, { own, compared: () => NaN })
    expect(x).toEqual([0.5, 1, 2.5, 3])
    expect(train).toEqual([4, 2, 3, 1])
    expect(validation).toEqual([null, 2.2, null, 1.2])
    const untimed = new RunHistory()
    untimed.append({ ...batch, seconds: undefined })
    expect(lossColumns(untimed, undefined, { own: () => NaN, compared: Number })[0]).toEqual([])
  })

  it('forgets the times of steps that a run goes back over', () => {
    const history = new RunHistory()
    history.append(batch)
    history.append({ ...batch, steps: column(3), trainLoss: column(9), gradientNorm: column(1), seconds: column(7), validationSteps: column(), validationLoss: column() }) // prettier-ignore
    expect([...history.seconds.values]).toEqual([0.5, 1, 7])
  })
})

describe('the smoothed curve', () => {
  it('is an exponential moving average freed of its start, by any memory', () => {
    const history = new RunHistory()
    history.append(batch)
    history.smoothBy(0.5)
    // weights 1/8, 1/4, 1/2 of what is past, over their sum
    expect([...history.smoothLoss.values].slice(0, 3)).toEqual([4, 8 / 3, (4 / 8 + 2 / 4 + 3 / 2) / (7 / 8)])
    history.smoothBy(0)
    expect([...history.smoothLoss.values]).toEqual([4, 2, 3, 1])
  })

  it('leaves a constant as it is', () => {
    const history = new RunHistory()
    history.append({ ...batch, trainLoss: column(2, 2, 2, 2) })
    for (const memory of [0.9, 0.97, 0.995]) {
      history.smoothBy(memory)
      for (const value of history.smoothLoss.values) expect(value).toBeCloseTo(2, 12)
    }
  })
})
