import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimate } from '../../../src/renderer/charts/decimate'
import { lossColumns } from '../../../src/renderer/charts/lossData'
import { lossRange } from '../../../src/renderer/charts/lossRange'
import { RunHistory } from '../../../src/renderer/stores/run/history'
import { metrics } from '../fakeEngine'

describe('decimation', () => {
  it('keeps the limit, both ends, the extremes and the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 50, maxLength: 900 }), (y) => {
        const x = y.map((_, i) => i)
        const thin = decimate({ x, y }, y.length, 40)
        expect(thin.x.length).toBeLessThanOrEqual(40)
        expect([thin.x[0], thin.x.at(-1)]).toEqual([0, y.length - 1])
        expect(Math.min(...thin.y)).toBe(Math.min(...y))
        expect(Math.max(...thin.y)).toBe(Math.max(...y))
        expect(thin.x).toEqual([...thin.x].sort((a, b) => a - b))
      }),
    )
  })

  it('leaves a short line as it is, but for values that are not finite', () => {
    expect(decimate({ x: [0, 1, 2], y: [5, NaN, 7] }, 3, 10)).toEqual({ x: [0, 2], y: [5, 7] })
  })
})

describe('the loss chart', () => {
  it('puts training and validation on one axis of steps', () => {
    const history = new RunHistory()
    history.append(
      metrics(
        1,
        [3, 2, 1],
        [
          [2, 2.5],
          [4, 2.25],
        ],
      ),
    )
    const [x, train, , validation] = lossColumns(history)
    expect(x).toEqual([1, 2, 3, 4])
    expect(train).toEqual([3, 2, 1, null])
    expect(validation).toEqual([null, 2.5, null, 2.25])
  })

  it('puts an earlier run on the same axis, however long it was', () => {
    const history = new RunHistory()
    history.append(metrics(1, [3, 2]))
    const [x, train, , , compared] = lossColumns(history, metrics(1, [9, 9], [[2, 2.5], [7, 2.25]])) // prettier-ignore
    expect(x).toEqual([1, 2, 7])
    expect(train).toEqual([3, 2, null])
    expect(compared).toEqual([null, 2.5, 2.25])
  })

  it('is not flattened by its first steps, and always shows the entropy', () => {
    const values = [900, ...Array.from({ length: 400 }, (_, i) => 2 + Math.exp(-i / 40))]
    const [low, high] = lossRange(values, 1.2)
    expect(low).toBeLessThan(1.2)
    expect(high).toBeLessThan(5)
  })

  it('has a range even before anything is known', () => {
    expect(lossRange([], null)).toEqual([0, 1])
    expect(lossRange([2, 2], null)[1]).toBeGreaterThan(2)
  })
})
