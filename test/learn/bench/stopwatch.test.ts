import { summary, time, timeInTurns } from '@shared/learn/bench/stopwatch'
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

describe('several things in turns', () => {
  it('are timed in every round, the slow first ones left out', () => {
    let now = 0
    let count = 0
    const runs = [2, 6].map((ms) => () => {
      now += count++ < 4 ? 100 : ms
    })
    const rounds = timeInTurns({ now: () => now, seconds: 0.4 }, runs)
    expect(rounds).toHaveLength(100)
    for (const round of rounds) expect(round).toEqual([2, 6])
  })

  it('have three rounds when one takes longer than there is time', () => {
    let now = 0
    const slow = () => {
      now += 5000
    }
    expect(timeInTurns({ now: () => now, seconds: 0.1 }, [slow, slow])).toEqual(new Array(3).fill([5000, 5000]))
  })
})
