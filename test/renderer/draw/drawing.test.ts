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
