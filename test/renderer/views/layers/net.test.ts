import { describe, expect, it } from 'vitest'
import {
  contourRadius,
  contourRow,
  latticeRows,
  latticeSegments,
  netOver,
} from '../../../../src/renderer/views/layers/net'
import { traceSegments } from '../../../../src/renderer/views/layers/trace'
import { Random } from '@shared/math/random'

const units = { mean: [10, -5], scale: [2, 0.5] }

describe('the lattice over z', () => {
  it('reaches as far as it says in standardised z, drawn in the data’s units', () => {
    const rows = latticeRows(5, 3, units)
    expect([...rows.slice(0, 4)]).toEqual([4, -6.5, 7, -6.5])
    expect([...rows.slice(-2)]).toEqual([16, -3.5])
  })

  it('joins every two neighbours once', () => {
    const n = 6
    const pairs = latticeSegments(n)
    const seen = new Set<string>()
    for (let i = 0; i < pairs.length; i += 2) {
      const [a, b] = [pairs[i], pairs[i + 1]].sort((p, q) => p - q)
      expect([1, n]).toContain(b - a)
      if (b - a === 1) expect(Math.floor(a / n)).toBe(Math.floor(b / n))
      seen.add(`${String(a)}-${String(b)}`)
    }
    expect(seen.size).toBe(2 * n * (n - 1))
    expect(pairs).toHaveLength(2 * seen.size)
  })

  it('is drawn as one line from end to end for each of its rows and columns', () => {
    const [n, moves, lines] = [6, [] as number[], [] as number[]]
    const pen = { moveTo: (x: number) => moves.push(x), lineTo: (x: number) => lines.push(x) }
    traceSegments(pen, latticeRows(n, 3, units), latticeSegments(n))
    expect(moves).toHaveLength(2 * n)
    expect(lines).toHaveLength(2 * n * (n - 1))
  })

  it('leaves out the segments of a place that is no number, and no others', () => {
    const rows = latticeRows(3, 1, units)
    rows[2 * 4] = NaN // the middle one, which has four neighbours
    let lines = 0
    traceSegments({ moveTo: () => undefined, lineTo: () => lines++ }, rows, latticeSegments(3))
    expect(lines).toBe(12 - 4)
  })
})

describe('probability contours of a normal base', () => {
  it('hold the mass they say, of draws in the plane', () => {
    const random = new Random(3)
    const draws = Array.from({ length: 40_000 }, () => Math.hypot(random.normal(), random.normal()))
    for (const mass of [0.5, 0.8, 0.95]) {
      const inside = draws.filter((r) => r <= contourRadius(mass)).length / draws.length
      expect(Math.abs(inside - mass)).toBeLessThan(0.01)
    }
  })

  it('are closed rings around the mean, each at its radius, after the lattice in the net', () => {
    const net = netOver(5, 3, units, true)
    const radius = (row: number): number => Math.hypot((net.rows[2 * row] - 10) / 2, (net.rows[2 * row + 1] + 5) / 0.5)
    const ends = new Map<number, number>()
    for (const row of net.segments.subarray(net.contours)) ends.set(row, (ends.get(row) ?? 0) + 1)
    expect([...ends.values()].every((uses) => uses === 2)).toBe(true)
    const radii = [...ends.keys()].map(radius)
    expect(Math.min(...radii)).toBeCloseTo(contourRadius(0.5), 4)
    expect(Math.max(...radii)).toBeCloseTo(contourRadius(0.95), 4)
    expect([0, 1, 2].map((i) => radius(contourRow(net, i)))).toEqual(
      [0.5, 0.8, 0.95].map((mass) => expect.closeTo(contourRadius(mass), 4) as number),
    )
  })

  it('are left out for another base', () => {
    const net = netOver(5, 3, units, false)
    expect(net.rows).toHaveLength(2 * 25)
    expect(net.contours).toBe(net.segments.length)
  })
})
