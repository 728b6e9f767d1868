import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  logDetAt,
  meanLogDet,
  meanPlace,
  onPath,
  pathOf,
  placeAt,
  positionsAt,
  somePaths,
  type LayerPaths,
} from '../../../../src/renderer/views/layers/paths'

/** Two points in the plane through two blocks. */
const paths: LayerPaths = {
  step: 7,
  dims: 2,
  count: 2,
  blocks: 2,
  t: Float32Array.of(0, 1, 2),
  positions: Float32Array.from([0, 0, 1, 1, 2, 4, 3, 5, 10, 0, 20, -2]),
  logDet: Float32Array.from([0, 0, 1, 3, -1, NaN]),
}

describe('some of the points', () => {
  it('go the same way as among all, in the order asked for, without those that are not there', () => {
    const some = somePaths(paths, [1, 9, 0])
    expect(some.count).toBe(2)
    for (const [i, row] of [1, 0].entries()) {
      expect(pathOf(some, i)).toEqual(pathOf(paths, row))
      expect(logDetAt(some, i, 0.5)).toBe(logDetAt(paths, row, 0.5))
    }
  })
})

describe('points on their way through the layers', () => {
  it('stand at the layer itself where t is whole, also at both ends and beyond them', () => {
    expect([...positionsAt(paths, 0)]).toEqual([0, 0, 1, 1])
    expect([...positionsAt(paths, 1)]).toEqual([2, 4, 3, 5])
    expect([...positionsAt(paths, 2)]).toEqual([10, 0, 20, -2])
    expect([...positionsAt(paths, 9)]).toEqual([10, 0, 20, -2])
    expect([...positionsAt(paths, -1)]).toEqual([0, 0, 1, 1])
  })

  it('stand on the straight line between two layers in between', () => {
    expect([...positionsAt(paths, 0.25)]).toEqual([0.5, 1, 1.5, 2])
    expect([...positionsAt(paths, 1.5)]).toEqual([6, 2, 11.5, 1.5])
    expect([...placeAt(paths, 1, 1.5)]).toEqual([11.5, 1.5])
  })

  it('are written into the array that is handed in, and into a new one only where that has not the room', () => {
    const room = new Float32Array(4)
    expect(positionsAt(paths, 1.5, room)).toBe(room)
    expect(positionsAt(paths, 1.5, new Float32Array(2))).toHaveLength(4)
  })

  it('have a path with one place for each layer', () => {
    expect([...pathOf(paths, 1)]).toEqual([1, 1, 3, 5, 20, -2])
  })

  it('carry their log-determinant along, and its mean leaves out what is no number', () => {
    expect(logDetAt(paths, 0, 0)).toBe(0)
    expect(logDetAt(paths, 1, 0.5)).toBe(1.5)
    expect(meanLogDet(paths, 1)).toBe(2)
    expect(meanLogDet(paths, 2)).toBe(-1)
  })

  it('have a mean place', () => {
    expect(meanPlace(positionsAt(paths, 2), 2)).toEqual([15, -1])
  })

  it('lie between two places next to each other, whatever t is and however near these are', () => {
    const widths = fc.array(fc.constantFrom(0.0625, 0.25, 1), { maxLength: 60 })
    fc.assert(
      fc.property(fc.double({ min: -5, max: 70, noNaN: true }), widths, (t, steps) => {
        const known = Float32Array.from([
          0,
          ...steps.map((_, i) => steps.slice(0, i + 1).reduce((a: number, b) => a + b, 0)),
        ])
        const last = known.length - 1
        const { below, above, fraction } = between(t, known)
        expect(below).toBeGreaterThanOrEqual(0)
        expect(above).toBeLessThanOrEqual(last)
        expect(above - below).toBeLessThanOrEqual(1)
        const at = known[below] + fraction * (known[above] - known[below])
        expect(at).toBeCloseTo(Math.min(known[last], Math.max(0, t)), 9)
        if (above === below) expect(fraction).toBe(0)
      }),
    )
  })

  it('follow the path of a block where places of it are known, and say so', () => {
    const curved = { ...paths, count: 1, t: Float32Array.of(0, 0.5, 1, 2), positions: Float32Array.of(0, 0, 8, 2, 4, 4, 0, 0), logDet: Float32Array.of(0, 4, 2, 2) } // prettier-ignore
    expect([...positionsAt(curved, 0.25)]).toEqual([4, 1])
    expect([...placeAt(curved, 0, 0.75)]).toEqual([6, 3])
    expect(logDetAt(curved, 0, 0.75)).toBe(3)
    expect([...pathOf(curved, 0)]).toEqual([...curved.positions])
    expect([0, 0.25, 0.5, 0.9, 1, 1.5, 2].map((t) => onPath(curved, t))).toEqual([false, true, true, true, false, false, false]) // prettier-ignore
  })
})
