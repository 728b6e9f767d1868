import { describe, expect, it } from 'vitest'
import {
  dab,
  dabbed,
  along,
  MOST_POINTS,
  pointsOf,
  SIDE,
  tableOf,
} from '../../../src/renderer/panels/data/draw/drawing'

const brush = { size: 0.5, density: 200, erases: false }

describe('points drawn by hand', () => {
  it('lie in the brush, and are the same by the same seed', () => {
    const points = dab({ x: 1, y: -1 }, brush, 7, 0)
    expect(points).toHaveLength(200)
    for (const { x, y } of points) expect(Math.hypot(x - 1, y + 1)).toBeLessThanOrEqual(0.5)
    expect(dab({ x: 1, y: -1 }, brush, 7, 0)).toEqual(points)
    expect(dab({ x: 1, y: -1 }, brush, 7, 1)).not.toEqual(points)
    expect(dab({ x: 1, y: -1 }, brush, 8, 0)).not.toEqual(points)
  })

  it('fill the brush evenly', () => {
    const points = Array.from({ length: 100 }, (_, i) => dab({ x: 0, y: 0 }, brush, 1, i)).flat()
    const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length // prettier-ignore
    // of a disc of radius r: mean 0, r² / 4 the mean square of a coordinate, half of it within r / √2
    expect(mean(({ x }) => x)).toBeCloseTo(0, 2)
    expect(mean(({ y }) => y)).toBeCloseTo(0, 2)
    expect(mean(({ x }) => x * x)).toBeCloseTo(0.25 / 4, 2)
    expect(mean(({ x, y }) => x * y)).toBeCloseTo(0, 2)
    expect(mean(({ x, y }) => Number(Math.hypot(x, y) < 0.5 / Math.SQRT2))).toBeCloseTo(0.5, 1)
  })

  it('stay in the plane, and below the most there may be', () => {
    for (const { x } of dab({ x: SIDE, y: 0 }, brush, 1, 0)) expect(x).toBeLessThanOrEqual(SIDE)
    const many = Array.from({ length: MOST_POINTS - 5 }, () => ({ x: 0, y: 0 }))
    expect(dabbed(many, { x: 1, y: 1 }, brush, 1, 0)).toHaveLength(MOST_POINTS)
  })

  it('go where the eraser goes', () => {
    const points = [{ x: 0, y: 0 }, { x: 1, y: 0 }] // prettier-ignore
    expect(dabbed(points, { x: 0.1, y: 0 }, { ...brush, erases: true }, 1, 0)).toEqual([{ x: 1, y: 0 }])
  })

  it('follow a stroke in steps of half a brush', () => {
    expect(along({ x: 0, y: 0 }, { x: 1, y: 0 }, 0.5).map(({ x }) => x)).toEqual([0.25, 0.5, 0.75, 1])
    expect(along({ x: 0, y: 0 }, { x: 0.1, y: 0 }, 0.5)).toEqual([])
  })

  it('become a table as an imported one is, and are points again', () => {
    const points = [{ x: 0.5, y: -1.25 }, { x: 2, y: 0 }] // prettier-ignore
    const table = tableOf(points, 'Drawn')
    expect(table).toMatchObject({ kind: 'table', columns: ['x', 'y'], classes: [null, null] })
    expect(pointsOf(table)).toEqual(points)
  })

  it('cannot be had of a table that is not of the plane', () => {
    expect(pointsOf(tableOf([{ x: SIDE + 1, y: 0 }], 'far'))).toBeNull()
    expect(pointsOf({ ...tableOf([], 'three'), columns: ['x', 'y', 'z'] })).toBeNull()
  })
})
