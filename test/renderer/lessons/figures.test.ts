import { describe, expect, it } from 'vitest'
import { ends, lostAt, product, withPower } from '../../../src/renderer/lessons/figures/depth'
import { divergences, logModel, logTarget, placesOnLine } from '../../../src/renderer/lessons/figures/divergence'
import { meetingOf, stretchesOf } from '../../../src/renderer/lessons/figures/mapCurve'
import { frameOf, imageOf, productOf, square } from '../../../src/renderer/lessons/figures/parallelogram'

describe('the figure of a map', () => {
  it('finds two z that meet one x where a map folds, and none where it does not', () => {
    const fold = (z: number): number => (z < 0 ? 2 * z + 1 : 1 - 2 * z)
    const meeting = meetingOf(fold, -0.5, 0.5)!
    expect(meeting.z[0]).toBeCloseTo(-meeting.z[1], 6)
    expect(fold(meeting.z[0])).toBeCloseTo(meeting.x, 6)
    expect(fold(meeting.z[1])).toBeCloseTo(meeting.x, 6)
    for (const f of [(z: number) => 1 - z, (z: number) => 2 - 3 * z, (z: number) => z ** 3])
      expect(meetingOf(f, -0.5, 0.5)).toBeNull()
  })

  it('breaks the curve where the map jumps', () => {
    const swap = (z: number): number => (z < 0 ? z + 0.5 : z - 0.5)
    expect(stretchesOf(swap, -0.5, 0.5)).toHaveLength(2)
    expect(meetingOf(swap, -0.5, 0.5)).toBeNull()
    expect(stretchesOf((z) => 2 * z, -1, 1)).toHaveLength(1)
  })
})

describe('the figure of an area', () => {
  it('turns the square by the product of the matrices, the first acting first', () => {
    const whole = productOf([[1, 1, 0, 1], [1, 0, 1, 1]]) // prettier-ignore
    expect(whole).toEqual([1, 1, 1, 2])
    expect(imageOf(whole)[2]).toEqual([2, 3])
    expect(productOf([])).toEqual([1, 0, 0, 1])
  })

  it('holds all corners', () => {
    const corners = [...square, ...imageOf([3, -1, 0, 2])]
    const { left, low, side } = frameOf(corners)
    for (const [x, y] of corners) {
      expect(x > left && x < left + side).toBe(true)
      expect(y > low && y < low + side).toBe(true)
    }
  })
})

describe('the figure of depth', () => {
  it('loses a product where floating point does', () => {
    expect([product(0.5, 2000), product(0.5, 1074) > 0, lostAt(0.5, 2000)]).toEqual([0, true, 1075])
    expect([product(2, 2000), lostAt(2, 2000)]).toEqual([Infinity, 1024])
    expect(lostAt(1, 2000)).toBeNull()
    expect([lostAt(0.5, 2000, ends.single), lostAt(2, 2000, ends.single)]).toEqual([150, 128])
  })

  it('counts a product as lost that stays at the smallest number', () => {
    expect(product(0.65, 2000)).toBe(Number.MIN_VALUE)
    expect(lostAt(0.65, 2000)).toBe(1729)
    expect([lostAt(0.9, 2000), lostAt(0.9, 2000, ends.single)]).toEqual([null, 981])
  })

  it('writes powers of ten as texts do', () => {
    expect(['3.055e−92', '1e+12', '0.25'].map(withPower)).toEqual([
      '3.055\u00a0·\u00a010⁻⁹²',
      '1\u00a0·\u00a010¹²',
      '0.25',
    ])
  })
})

describe('the figure of divergences', () => {
  it('has them right where they are known', () => {
    const step = placesOnLine[1] - placesOnLine[0]
    const total = (log: (x: number) => number): number =>
      placesOnLine.reduce((sum, x) => sum + Math.exp(log(x)) * step, 0)
    expect(total(logTarget)).toBeCloseTo(1, 6)
    expect(total((x) => logModel(x, 1, 0.7))).toBeCloseTo(1, 6)
    // on one of two modes that are far apart, half of the target's mass is all that is missing
    expect(divergences(-2, 0.6).reverse).toBeCloseTo(Math.log(2), 2)
  })

  it('lets reverse KL seek a mode and forward KL cover both', () => {
    const [narrow, wide] = [divergences(-2, 0.6), divergences(0, 2.1)]
    expect(narrow.reverse).toBeLessThan(wide.reverse)
    expect(wide.forward).toBeLessThan(narrow.forward)
  })
})
