import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { homeBounds, panned, resized, zoomed } from '../../../src/renderer/views/bounds'
import { takeColumns, validPair } from '../../../src/renderer/views/columns'
import { boxOf, cubeAxes, intoCube } from '../../../src/renderer/views/cubeAxes'
import { histogramDensity } from '../../../src/renderer/views/curve'
import { eyeOf, homeOrbit, orbited, type Vec3 } from '../../../src/renderer/views/orbit'
import { pixelRatio } from '../../../src/renderer/views/picture/Surface'

describe('the pair of columns shown', () => {
  it('is of two different columns after any change of data, and the chosen one wherever it can be', () => {
    const column = fc.nat(8)
    fc.assert(
      fc.property(column, column, fc.integer({ min: 1, max: 8 }), (across, up, dims) => {
        const [x, y] = validPair([across, up], dims)
        expect(Math.max(x, y)).toBeLessThan(dims)
        if (dims > 1) expect(x).not.toBe(y)
        if (across < dims && up < dims && across !== up) expect([x, y]).toEqual([across, up])
      }),
    )
  })
})

describe('the bounds of a picture', () => {
  it('show all of the data, with one scale for comparable columns', () => {
    const [x0, x1, y0, y1] = homeBounds({ min: -1, max: 2 }, { min: -0.5, max: 1 }, 0.8)
    expect(x0).toBeLessThan(-1)
    expect(x1).toBeGreaterThan(2)
    expect(y0).toBeLessThan(-0.5)
    expect(y1).toBeGreaterThan(1)
    expect((x1 - x0) / (y1 - y0)).toBeCloseTo(0.8, 12)
  })

  it('let columns of different size fill the picture each', () => {
    const [x0, x1, y0, y1] = homeBounds({ min: 0, max: 1000 }, { min: 0, max: 1 }, 1)
    expect((x1 - x0) / (y1 - y0)).toBeCloseTo(1000, 6)
  })

  it('keep the point under the pointer where it is while zooming', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), fraction, fraction, (factor, u, v) => {
        const at = ([x0, x1, y0, y1]: readonly number[]): [number, number] => [x0 + u * (x1 - x0), y0 + v * (y1 - y0)]
        const before = [-3, 5, 1, 2] as const
        const [ax, ay] = at(before)
        const [bx, by] = at(zoomed(before, factor, u, v))
        expect(bx).toBeCloseTo(ax, 9)
        expect(by).toBeCloseTo(ay, 9)
      }),
    )
  })

  it('come back after panning there and back, and keep the scale when the window changes', () => {
    expect(panned(panned([0, 4, 0, 2], 0.5, -0.25), -0.5, 0.25)).toEqual([0, 4, 0, 2])
    expect(resized([0, 4, 0, 2], 2, 1)).toEqual([1, 3, 0, 2])
  })
})

describe('columns of points', () => {
  it('are taken evenly from all rows', () => {
    const points = Float32Array.from({ length: 30 }, (_, i) => i)
    expect([...takeColumns(points, 3, [2, 0], 5)]).toEqual([2, 0, 8, 6, 14, 12, 20, 18, 26, 24])
    expect(takeColumns(new Float32Array(0), 3, [0, 1], 5).length).toBe(0)
  })

  it('become a histogram whose area is the share inside', () => {
    const heights = histogramDensity(Float32Array.from([0.1, 0.2, 0.7, 5]), { min: 0, max: 1 }, 4)
    expect(heights.reduce((sum, height) => sum + height / 4, 0)).toBeCloseTo(0.75, 12)
  })
})

describe('the cube', () => {
  const box = boxOf([
    { min: 0, max: 2 },
    { min: -1, max: 1 },
    { min: 3, max: 4 },
  ])

  it('holds every point of comparable columns at one scale', () => {
    expect(new Set(box.half).size).toBe(1)
    const inside = intoCube(Float32Array.from([0, -1, 3, 2, 1, 4]), box)
    expect(Math.max(...inside.map(Math.abs))).toBeLessThan(1)
  })

  it('draws the three faces behind the data, from wherever one looks', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        (yaw, pitch) => {
          const eye = eyeOf(orbited({ ...homeOrbit, pitch: 0 }, yaw, pitch))
          const flat = ([x, y, z]: readonly [number, number, number]): [number, number] => [x + 0.3 * y, z + 0.2 * y]
          const visible = eye.filter((coordinate) => Math.abs(coordinate) > 1).length
          // Of the 12 edges those between two visible faces are hidden by nothing and left out.
          const between = visible === 3 ? 3 : visible === 2 ? 1 : 0
          expect(cubeAxes(box, ['a', 'b', 'c'], eye, flat).edges.length).toBe(12 - between)
        },
      ),
    )
  })

  it('are named clear of the numbers along them, and no number runs into one of another axis', () => {
    const rivers = boxOf([
      { min: 20, max: 1450 },
      { min: 100, max: 159_000 },
      { min: 2, max: 2500 },
    ])
    const onScreen = (pixels: number, [x, y, z]: Vec3): [number, number] => [
      300 + 1.2 * pixels * (x - y),
      300 + pixels * (0.5 * (x + y) - 1.5 * z),
    ]
    for (const pixels of [50, 100]) {
      const names = ['length_km', 'basin_km2', 'discharge']
      const { labels } = cubeAxes(rivers, names, [2, 2, 2], (point) => onScreen(pixels, point))
      for (const [i, one] of labels.entries())
        for (const other of labels.slice(i + 1)) {
          const [dx, dy] = [0, 1].map((k) => Math.abs(one.at[k] - other.at[k]))
          const clear = dy >= 14 || dx >= 3.3 * (one.text.length + other.text.length)
          expect(clear, `${one.text}, ${other.text}`).toBe(true)
        }
    }
  })
})

describe('the resolution of the picture', () => {
  it('is bounded in software rendering, whatever the window', () => {
    expect(pixelRatio(560, 688, 2, false)).toBe(2)
    expect(pixelRatio(560, 688, 2, true)).toBe(1)
    const ratio = pixelRatio(2000, 1500, 1, true)
    expect(ratio * ratio * 2000 * 1500).toBeLessThanOrEqual(500_001)
  })
})
