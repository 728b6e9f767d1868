import { describe, expect, it } from 'vitest'
import { isolines } from '../../../src/renderer/views/isolines'

/** f at the nodes (0, 0) … (n−1, n−1), row-major, x fastest. */
const gridOf = (n: number, f: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: n * n }, (_, k) => f(k % n, Math.floor(k / n)))

describe('isolines', () => {
  it('are closed circles around a peak, with the peak to their left', () => {
    const n = 65
    const lines = isolines(gridOf(n, (x, y) => -Math.hypot(x - 32, y - 32)), n, n, -20) // prettier-ignore
    expect(lines).toHaveLength(1)
    const [{ points, closed }] = lines
    expect(closed).toBe(true)
    expect([points.at(-2), points.at(-1)]).toEqual([points[0], points[1]])
    let area = 0
    for (let i = 0; i + 3 < points.length; i += 2) {
      expect(Math.hypot(points[i] - 32, points[i + 1] - 32)).toBeCloseTo(20, 1)
      area += (points[i] * points[i + 3] - points[i + 2] * points[i + 1]) / 2
    }
    expect(area).toBeCloseTo(Math.PI * 400, -1)
    expect(area).toBeGreaterThan(0)
  })

  it('end at the edge of the grid, and are straight where values are linear', () => {
    const lines = isolines(gridOf(5, (x) => x), 5, 5, 1.25) // prettier-ignore
    expect(lines).toHaveLength(1)
    expect(lines[0].closed).toBe(false)
    expect(lines[0].points).toHaveLength(10)
    lines[0].points.forEach((value, i) => {
      if (i % 2 === 0) expect(value).toBeCloseTo(1.25, 6)
    })
  })

  it('part or join at a saddle by the mean of its corners', () => {
    const low = isolines(Float32Array.from([1, -2, -2, 1]), 2, 2, 0)
    const high = isolines(Float32Array.from([2, -1, -1, 2]), 2, 2, 0)
    const cornersCut = (lines: typeof low) => lines.map(({ points }) => Math.round(points[0] + points[2]))
    expect(low).toHaveLength(2)
    expect(high).toHaveLength(2)
    expect(cornersCut(low)).not.toEqual(cornersCut(high))
  })

  it('leave out cells with what is no number, and pass by zero densities at numbers', () => {
    const hole = gridOf(9, (x, y) => (x === 4 && y === 4 ? NaN : x))
    for (const { points } of isolines(hole, 9, 9, 3.5)) {
      expect(points.every(Number.isFinite)).toBe(true)
      for (let i = 1; i < points.length; i += 2) expect(points[i] <= 3 || points[i] >= 5).toBe(true)
    }
    const zero = gridOf(9, (x) => (x > 4 ? -Infinity : 0))
    const [{ points }] = isolines(zero, 9, 9, -2)
    expect(points.every(Number.isFinite)).toBe(true)
  })

  it('are the same whatever was drawn before', () => {
    const n = 33
    const open = gridOf(n, (x, y) => Math.sin(x / 3) + Math.cos(y / 4))
    const closed = gridOf(n, (x, y) => Math.hypot(x - 16, y - 16))
    const all = () => [open, closed].map((values) => isolines(values, n, n, 0.8))
    const before = all()
    isolines(
      gridOf(70, (x, y) => Math.sin(x * y)),
      70,
      70,
      0.1,
    )
    expect(all()).toEqual(before)
  })
})
