import { describe, expect, it } from 'vitest'
import { Random } from '@shared/math/random'

const take = (random: Random, n: number, draw: (r: Random) => number = (r) => r.uniform()) =>
  Array.from({ length: n }, () => draw(random))

describe('Random', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(take(new Random(7), 100)).toEqual(take(new Random(7), 100))
    expect(take(new Random(7), 4)).not.toEqual(take(new Random(8), 4))
    expect(take(new Random(0), 4)).not.toEqual(take(new Random(2 ** 32), 4))
  })

  it('steps as xoshiro128** does, from its published first outputs', () => {
    const random = Random.restore({ key: [0], words: [1, 2, 3, 4], spare: null })
    expect(take(random, 4, (r) => r.bits())).toEqual([11520, 0, 5927040, 70819200])
  })

  it('never changes what a seed means', () => {
    expect(take(new Random(1), 4, (r) => r.bits())).toEqual([2768783736, 2402028723, 1958004174, 154407534])
  })

  it('goes on with the same numbers from a state that went through JSON, an odd normal included', () => {
    const random = new Random(3)
    take(random, 5, (r) => r.normal())
    const state = JSON.parse(JSON.stringify(random.state()))
    const expected = take(random, 9, (r) => r.normal())
    expect(take(Random.restore(state), 9, (r) => r.normal())).toEqual(expected)
    expect(take(Random.restore(state).fork('x'), 3)).toEqual(take(new Random(3).fork('x'), 3))
  })

  it('forks by label, whatever was drawn before', () => {
    const random = new Random(5)
    const before = take(random.fork('split'), 5)
    take(random, 10)
    expect(take(random.fork('split'), 5)).toEqual(before)
    expect(take(random.fork('batches'), 5)).not.toEqual(before)
    expect(take(new Random(6).fork('split'), 5)).not.toEqual(before)
  })

  it('has the moments of the uniform and the normal', () => {
    const n = 200_000
    const mean = (values: number[], power: number) => values.reduce((sum, x) => sum + x ** power, 0) / values.length
    const uniform = take(new Random(11), n)
    expect(Math.min(...uniform.slice(0, 1000))).toBeGreaterThanOrEqual(0)
    expect(mean(uniform, 1)).toBeCloseTo(1 / 2, 2)
    expect(mean(uniform, 2)).toBeCloseTo(1 / 3, 2)
    const normal = take(new Random(12), n, (r) => r.normal())
    expect(Math.abs(mean(normal, 1))).toBeLessThan(0.01)
    expect(Math.abs(mean(normal, 2) - 1)).toBeLessThan(0.015)
    expect(Math.abs(mean(normal, 3))).toBeLessThan(0.04)
    expect(Math.abs(mean(normal, 4) - 3)).toBeLessThan(0.1)
  })

  it('draws integers evenly', () => {
    const counts = new Array<number>(7).fill(0)
    const random = new Random(13)
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  it('permutes: every index once, and any of them first', () => {
    const random = new Random(17)
    expect([...random.permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    const firsts = new Set(Array.from({ length: 200 }, () => random.permutation(5)[0]))
    expect(firsts.size).toBe(5)
    expect([...random.permutation(0)]).toEqual([])
  })
})
