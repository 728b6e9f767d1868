import { summary, time } from '@shared/learn/bench/stopwatch'
import { describe, expect, it } from 'vitest'

/** A clock that moves only while `run` does: `cost(i)` milliseconds in its i-th run. */
function fakeWatch(seconds: number, cost: (run: number) => number) {
  let now = 0
  let runs = 0
  const run = () => {
    now += cost(runs++)
    return Promise.resolve()
  }
  return { watch: { now: () => now, seconds }, run, count: () => runs }
}

describe('the stopwatch', () => {
  it('leaves slow first runs out of the figure', async () => {
    const { watch, run } = fakeWatch(1, (i) => (i < 3 ? 100 : 2))
    expect(await time(watch, run)).toMatchObject({ ms: 2, p10: 2, p90: 2, runs: 500 })
  })

  it('runs once before and three times in it when one run takes longer than there is time', async () => {
    const { watch, run, count } = fakeWatch(0.1, () => 5000)
    expect(await time(watch, run)).toMatchObject({ ms: 5000, runs: 3 })
    expect(count()).toBe(4)
  })

  it('is not moved by a few disturbed runs', async () => {
    const { watch, run } = fakeWatch(1, (i) => (i % 20 === 0 ? 100 : 1))
    const { ms, p90 } = await time(watch, run)
    expect([ms, p90]).toEqual([1, 1])
  })

  it('interpolates between runs', () => {
    expect(summary([4, 1, 2, 3])).toEqual({ ms: 2.5, p10: 1.3, p90: expect.closeTo(3.7, 12) as number, runs: 4 })
  })
})
