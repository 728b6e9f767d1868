import { describe, expect, it } from 'vitest'
import { Rates, type Ladder, type Sparse } from '@shared/engine/pictures/rates'

const ladder: Ladder = { axes: 2, steps: [10, 20, 40], first: 20, ms: 1 }
const sparse: Sparse = { from: 20, least: () => 100, share: 3 / 4 }

function ratesOf(rowsPerMs: number): Rates {
  const rates = new Rates()
  rates.measure('a', rowsPerMs, 1)
  return rates
}

describe('the resolution there is time for', () => {
  it('is the first of the ladder before anything is known', () => {
    expect(new Rates().affordable('a', ladder, 40)).toBe(20)
    expect(new Rates().affordable('a', ladder, 15)).toBe(15)
  })

  it('counts every row of a whole picture', () => {
    expect([50, 399, 400, 1600].map((rate) => ratesOf(rate).affordable('a', ladder, 40))).toEqual([10, 10, 20, 40])
  })

  it('counts the rows that sparse pictures computed lately', () => {
    const rates = ratesOf(500)
    rates.learn('a', { ...ladder, sparse }, 20, 130) // a tenth of what may be left out: 250 rows of 40²
    expect(rates.sparse('a', ladder, sparse, 40).resolution).toBe(40)
    for (let i = 0; i < 20; i++) rates.learn('a', { ...ladder, sparse }, 40, 1600)
    expect(rates.sparse('a', ladder, sparse, 40).resolution).toBe(20)
  })

  it('is at least what costs a sparse picture little more than a coarse one, within a budget', () => {
    expect(new Rates().sparse('a', ladder, sparse, 40)).toEqual({ resolution: 20, budget: 300 })
    expect(ratesOf(50).sparse('a', ladder, sparse, 40)).toEqual({ resolution: 20, budget: 300 })
    expect(ratesOf(1000).sparse('a', ladder, sparse, 30)).toEqual({ resolution: 30, budget: 1300 })
  })

  it('does not go to and fro with the rate', () => {
    const rates = new Rates()
    rates.learn('a', { ...ladder, sparse }, 20, 400)
    const among = (rate: number) => {
      for (let i = 0; i < 60; i++) rates.measure('a', rate, 1)
      return rates.sparse('a', ladder, sparse, 40).resolution
    }
    expect([1590, 1610, 1590, 1300, 1200, 1300].map(among)).toEqual([20, 40, 40, 40, 20, 20])
  })
})
