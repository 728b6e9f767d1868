import { describe, expect, it } from 'vitest'
import { Progress } from '@shared/learn/training/progress'

const results = (count: number) => {
  const values = new Float64Array(count).fill(1)
  return { losses: values, shown: values, gradientNorms: values, parts: new Map(), good: count }
}
const options = {
  settings: { steps: 100, validateEvery: 10, patience: null },
  logVolume: 0,
  now: () => 0,
}

describe('the times of a run', () => {
  it('are seconds of training, shared among the steps of a call, validations counted', () => {
    const progress = new Progress(options, [])
    progress.took(results(2), 1)
    progress.validated(new Float64Array(0), { loss: 1, reached: false }, 3)
    progress.took(results(1), 0.5)
    expect([...progress.history.since().seconds!]).toEqual([0.5, 1, 4.5])
  })

  it('go on where a checkpoint leaves them, after steps that were not timed too', () => {
    const progress = new Progress(options, [])
    progress.took(results(2), 1)
    const state = progress.state()
    const other = new Progress(options, [])
    other.restore(state)
    other.took(results(1), 1)
    expect([...other.history.since().seconds!]).toEqual([0.5, 1, 2])
    const { seconds: _, ...untimed } = state.history
    other.restore({ ...state, history: untimed })
    other.took(results(1), 1)
    expect([...other.history.since().seconds!]).toEqual([NaN, NaN, 1])
  })

  it('are not kept where there is no clock', () => {
    const progress = new Progress({ ...options, now: undefined }, [])
    progress.took(results(2), 0)
    expect(progress.history.since().seconds).toBeUndefined()
  })
})
