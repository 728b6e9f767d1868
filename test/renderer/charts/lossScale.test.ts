import { describe, expect, it } from 'vitest'
import { linearScale, logScale } from '../../../src/renderer/charts/lossScale'

describe('a logarithmic height of losses', () => {
  it('is of the gap to the best possible where that is known, below which losses have a place too', () => {
    const scale = logScale([2.4, 1.5], 1.4)
    expect(scale.at(1.4)).toBe(0)
    expect(scale.at(1.4 - 0.3)).toBeCloseTo(-scale.at(1.4 + 0.3), 12)
    // a gap ten times as large is a decade higher
    expect(scale.at(1.4 + 10) - scale.at(1.4 + 1)).toBeCloseTo(1, 2)
  })

  it('names the heights by their gap, and the best possible by 0', () => {
    const scale = logScale([2.4], 1.4)
    const ticks = scale.ticks(scale.at(1.29), scale.at(12), 8)
    expect(ticks.map(({ label }) => label)).toEqual(['−0.1', '0', '+0.1', '+1', '+10'])
    expect(ticks.at(-1)!.at).toBeCloseTo(scale.at(11.4), 12)
  })

  it('is the plain logarithm of losses that are all above 0, at 1, 2 and 5 of each decade', () => {
    const scale = logScale([0.5, 40], null)
    expect(scale.at(100)).toBeCloseTo(2, 12)
    expect(scale.at(0)).toBeNaN()
    expect(scale.ticks(Math.log10(0.5), Math.log10(40), 7).map(({ label }) => label)).toEqual(['0.5', '1', '2', '5', '10', '20']) // prettier-ignore
  })

  it('is symmetric about 0 where one is not', () => {
    const scale = logScale([-3, 0.2, 5], null)
    expect(scale.at(-3)).toBeCloseTo(-scale.at(3), 12)
    expect(scale.at(0)).toBe(0)
    expect(scale.at(-100)).toBeLessThan(scale.at(-10))
  })

  it('keeps order, and shows the least and the largest with the best possible', () => {
    for (const scale of [logScale([1], 0.2), logScale([1], null), logScale([-1], null), linearScale]) {
      const places = [0.3, 0.9, 4, 400].map((loss) => scale.at(loss))
      expect([...places].sort((a, b) => a - b)).toEqual(places)
    }
    const scale = logScale([1], 0.2)
    const [low, high] = scale.range([scale.at(400), scale.at(0.3)], scale.at(0.2))
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(scale.at(400))
  })

  it('has ticks of equal steps where less than a decade is seen', () => {
    const scale = logScale([2.1, 2.6], null)
    expect(scale.ticks(Math.log10(2.1), Math.log10(2.6), 5).length).toBeGreaterThan(2)
  })
})
