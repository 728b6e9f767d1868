import { evaluate } from '@shared/expression/evaluate'
import * as I from '@shared/expression/interval'
import { jetOf } from '@shared/expression/jet'
import { parse } from '@shared/expression/parse'
import { unaryNames } from '@shared/expression/syntax'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expressions } from './arbitrary'

const end = fc.double({ min: -20, max: 20, noNaN: true })
const boxes = fc
  .oneof(
    fc.tuple(end, end),
    fc.tuple(end, fc.double({ min: 0, max: 0.1, noNaN: true })).map(([a, w]) => [a, a + w]),
  )
  .map(([a, b]): I.Interval => [Math.min(a, b), Math.max(a, b)])
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
const pointsIn = ([lo, hi]: I.Interval, parts: readonly number[]) => [
  lo,
  hi,
  ...parts.map((t) => Math.min(lo + t * (hi - lo), hi)),
]

/** Room for the rounding of the evaluation in floating point, which is not outward. */
const near = (x: number, [lo, hi]: I.Interval) =>
  x >= lo - 1e-9 * (1 + Math.abs(lo)) && x <= hi + 1e-9 * (1 + Math.abs(hi))

describe('interval arithmetic', () => {
  it('holds every value of every expression, where it is defined', () => {
    fc.assert(
      fc.property(expressions(3), boxes, shares, (e, box, parts) => {
        const jet = jetOf(e, box)
        if (jet.fault) return
        for (const z of pointsIn(box, parts)) {
          const exact = jetOf(e, I.point(z))
          if (exact.fault) {
            expect(exact.fault.certain).toBe(false) // rounding outward may touch a border
            continue
          }
          // both bounds hold f(z), so that they meet
          expect(exact.value[0] <= jet.value[1] && exact.value[1] >= jet.value[0]).toBe(true)
          expect(exact.slope[0] <= jet.slope[1] && exact.slope[1] >= jet.slope[0]).toBe(true)
          expect(near(evaluate(e, z), exact.value) || exact.value[1] - exact.value[0] > 1e-3).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('bounds the mean slope between any two points', () => {
    fc.assert(
      fc.property(expressions(3), boxes, shares, (e, box, parts) => {
        const jet = jetOf(e, box)
        if (jet.fault || !jet.continuous) return
        const at = pointsIn(box, parts).sort((a, b) => a - b)
        at.slice(1).forEach((z, i) => {
          const change = I.sub(jetOf(e, I.point(z)).value, jetOf(e, I.point(at[i])).value)
          const allowed = I.mul(jet.slope, I.sub(I.point(z), I.point(at[i])))
          expect(change[0] <= allowed[1] && change[1] >= allowed[0]).toBe(true)
        })
      }),
      { numRuns: 2000 },
    )
  })

  it.each([...unaryNames.map((name) => `${name}(z)`), 'z^3', 'z^-2', 'z^2.5', '1/z', 'z*sin(z)', 'z/(1+z^2)', '2^z'])(
    'has the first two derivatives of %s, as finite differences have them',
    (text) => {
      const e = parse(text)
      for (const z of [0.3, 0.9, 1.4, 2.2]) {
        const { value, slope, curvature } = jetOf(e, I.point(z))
        const h = 1e-4
        const [left, middle, right] = [z - h, z, z + h].map((at) => evaluate(e, at))
        expect(Math.abs((right - left) / (2 * h) - slope[0])).toBeLessThan(1e-6 * (1 + Math.abs(slope[0])))
        expect(Math.abs((right - 2 * middle + left) / h ** 2 - curvature[0])).toBeLessThan(
          1e-5 * (1 + I.size(curvature)),
        )
        for (const [lo, hi] of [value, slope, curvature]) {
          expect(hi).toBeGreaterThanOrEqual(lo)
          expect(hi - lo).toBeLessThan(1e-12 * (1 + Math.abs(lo)))
        }
      }
    },
  )

  it('is exact where rounding is, so that slopes that touch 0 are seen to', () => {
    expect(I.sub(I.point(1), I.point(1))).toEqual([0, 0])
    expect(I.mul([0, 3], I.point(2))).toEqual([0, 6])
    expect(I.square([-1, 2])).toEqual([0, 4])
    expect(I.cos([3, 4])[0]).toBe(-1)
  })

  it('rounds outward where it must', () => {
    const [lo, hi] = I.add(I.point(0.1), I.point(0.2))
    expect(hi).toBeGreaterThan(lo)
    expect(I.inverse(I.point(3))[0]).toBeLessThan(1 / 3)
  })
})
