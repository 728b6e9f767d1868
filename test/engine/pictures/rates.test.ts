import { describe, expect, it } from 'vitest'
import { Rates, type Ladder } from '@shared/engine/pictures/rates'

const ladder: Ladder = { axes: 2, steps: [10, 20, 40], first: 20, ms: 1, least: (step) => Math.min(100, step ** 2) }

describe('the resolution there is time for', () => {
  it('is the first of the ladder before anything is known', () => {
    expect(new Rates().affordable('a', ladder, 40, true)).toBe(20)
    expect(new Rates().affordable('a', ladder, 15, true)).toBe(15)
  })

  it('counts the rows that sparse pictures computed lately', () => {
    const rates = new Rates()
    rates.measure('a', 500, 1)
    expect(rates.affordable('a', ladder, 40, false)).toBe(20)
    rates.learn('a', ladder, 20, 130) // a tenth of what may be left out: 250 rows of 40²
    expect(rates.affordable('a', ladder, 40, true)).toBe(40)
    expect(rates.affordable('a', ladder, 40, false)).toBe(20)
    for (let i = 0; i < 20; i++) rates.learn('a', ladder, 40, 1600)
    expect(rates.affordable('a', ladder, 40, true)).toBe(20)
  })

  it('does not go to and fro with the rate', () => {
    const rates = new Rates()
    const among = (rate: number) => {
      for (let i = 0; i < 60; i++) rates.measure('a', rate, 1)
      return rates.affordable('a', { ...ladder, least: undefined }, 40, true)
    }
    expect([1590, 1610, 1590, 1300, 1200, 1300].map(among)).toEqual([20, 40, 40, 40, 20, 20])
  })
})
