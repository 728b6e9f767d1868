import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  count,
  duration,
  fixed,
  mebibytes,
  powerFor,
  powerWords,
  significant,
  tickLabel,
} from '../../../src/renderer/charts/numbers'
import { niceTicks, twoTicks } from '../../../src/renderer/charts/ticks'

describe('axis ticks', () => {
  const interval = fc
    .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }))
    .map(([low, span]) => [low, low + span] as const)
    .filter(([low, high]) => high - low > 1e-9 * Math.max(Math.abs(low), 1))

  it('lie inside their interval, evenly, about as many as asked for', () => {
    fc.assert(
      fc.property(interval, fc.integer({ min: 2, max: 12 }), ([low, high], wanted) => {
        const { values, step } = niceTicks(low, high, wanted)
        expect(values.length).toBeGreaterThanOrEqual(Math.floor(wanted / 2.6))
        expect(values.length).toBeLessThanOrEqual(2 * wanted + 1)
        const slack = 1e-6 * step + 1e-11 * Math.max(Math.abs(low), Math.abs(high))
        values.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(low - slack)
          expect(value).toBeLessThanOrEqual(high + slack)
          if (i > 0) expect(Math.abs(value - values[i - 1] - step)).toBeLessThanOrEqual(2 * slack)
        })
      }),
    )
  })

  it('are two at least where a scale is to be read from them, and as before where they are anyway', () => {
    expect(niceTicks(0.42, 1.9, 2).values).toEqual([1])
    expect(twoTicks(0.42, 1.9, 2).values).toEqual([0.5, 1, 1.5])
    expect(twoTicks(0, 0, 2).values).toEqual([])
    fc.assert(
      fc.property(interval, fc.integer({ min: 2, max: 12 }), ([low, high], wanted) => {
        const [few, enough] = [niceTicks(low, high, wanted), twoTicks(low, high, wanted)]
        if (few.values.length > 1) expect(enough).toEqual(few)
        else expect(enough.values.length).toBeGreaterThan(1)
      }),
    )
  })

  it('step by 1, 2 or 5 times a power of ten', () => {
    fc.assert(
      fc.property(interval, ([low, high]) => {
        const { step } = niceTicks(low, high, 5)
        const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9)
        expect([1, 2, 5].some((nice) => Math.abs(mantissa - nice) < 1e-6)).toBe(true)
      }),
    )
  })

  it('are none for an empty, reversed or endless interval', () => {
    for (const [low, high] of [
      [1, 1],
      [2, 1],
      [0, Infinity],
      [NaN, 1],
    ]) {
      expect(niceTicks(low, high, 5).values).toEqual([])
    }
  })

  it('carry the decimals that tell neighbours apart', () => {
    expect(niceTicks(0, 1, 5)).toMatchObject({ values: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 })
    expect(niceTicks(0, 0.01, 5).decimals).toBe(3)
    expect(niceTicks(0, 3000, 6)).toMatchObject({ step: 500, decimals: 0 })
  })
})

describe('numbers on the screen', () => {
  it('are short at ticks: millions of steps by their letter, small numbers by their decimals', () => {
    expect([0, 8000, 2e6, 1e7].map((value) => tickLabel(value, 0))).toEqual(['0', '8000', '2M', '10M'])
    expect([tickLabel(0.25, 2), tickLabel(-2e6, 0), tickLabel(3e9, 0)]).toEqual(['0.25', '−2M', '3e+9'])
  })

  it('are told in a power of ten where they would be long without', () => {
    expect([3.1e-9, 9.99e-5, 1e-3, 0.2, 1030, 2e6, 0, Infinity].map(powerFor)).toEqual([-9, -5, 0, 0, 0, 6, 0, 0])
    expect([powerWords(-11), powerWords(6)]).toEqual(['×10⁻¹¹', '×10⁶'])
  })

  it('have a real minus sign, and none before zero', () => {
    expect(fixed(-1.5, 2)).toBe('−1.50')
    expect(fixed(-0.0001, 2)).toBe('0.00')
    expect(significant(-1234.567)).toBe('−1235')
  })

  it('round no whole digits away, and else to as many as asked for', () => {
    expect([374216.4, 99999.7, 1024, 0.00547723, 12.3456].map((value) => significant(value, 3))).toEqual(['374216', '100000', '1024', '0.00548', '12.3']) // prettier-ignore
  })

  it('say what is not known, and what is endless', () => {
    expect([fixed(null), fixed(NaN), fixed(-Infinity)]).toEqual(['–', '–', '−∞'])
  })

  it('write bytes in mebibytes, none as none alone', () => {
    const sizes = [0, 4000, 2 ** 18, 3 * 2 ** 20, 2 ** 31]
    expect(sizes.map(mebibytes)).toEqual(['0', '0.0038', '0.25', '3.0', '2\u2009048'])
  })

  it('group thousands, and tell durations in words', () => {
    expect(count(1234567)).toBe('1\u2009234\u2009567')
    expect([0.2, 42, 185, 7800].map(duration)).toEqual(['under a second', '42 s', '3 min 05 s', '2 h 10 min'])
  })
})
