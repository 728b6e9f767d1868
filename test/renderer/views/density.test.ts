import { describe, expect, it } from 'vitest'
import { quantile, steadyRange, wantedRange } from '../../../src/renderer/views/colourRange'
import { massWords } from '../../../src/renderer/views/densityWords'
import { cellArea, interpolate, type DensityGrid } from '../../../src/renderer/views/grid'
import { densityLevels } from '../../../src/renderer/views/levels'

/** log density of a normal with the given sd on a square grid over [−b, b]². */
function normalGrid(resolution: number, b: number, sd = 1): DensityGrid {
  const logDensity = new Float32Array(resolution * resolution)
  const at = (i: number): number => -b + (2 * b * i) / (resolution - 1)
  for (let j = 0; j < resolution; j++) {
    for (let i = 0; i < resolution; i++) {
      logDensity[j * resolution + i] = -(at(i) ** 2 + at(j) ** 2) / (2 * sd * sd) - Math.log(2 * Math.PI * sd * sd)
    }
  }
  return { step: 0, bounds: [-b, b, -b, b], resolution, logDensity }
}

describe('highest-density regions', () => {
  it('are those of a normal: p at the edge of mass m is (1 − m) of the peak', () => {
    const grid = normalGrid(128, 5)
    const masses = [0.5, 0.8, 0.95]
    const { mass, logDensity } = densityLevels(grid.logDensity, cellArea(grid), masses)
    expect(mass).toBeCloseTo(1, 4)
    masses.forEach((m, i) => {
      expect(logDensity[i]!).toBeCloseTo(Math.log((1 - m) / (2 * Math.PI)), 1)
    })
  })

  it('are absent where the grid does not hold their mass', () => {
    const grid = normalGrid(64, 1)
    const { mass, logDensity } = densityLevels(grid.logDensity, cellArea(grid), [0.2, 0.95])
    expect(mass).toBeLessThan(0.6)
    expect(logDensity[0]).not.toBeNull()
    expect(logDensity[1]).toBeNull()
  })

  it('are those of the whole density where the grid cuts a little of it off, and says so exactly', () => {
    const grid = normalGrid(256, 2.6) // holds 98 %
    const { mass, logDensity } = densityLevels(grid.logDensity, cellArea(grid), [0.95], 256)
    expect(mass).toBeLessThan(0.985)
    const truth = Math.log(0.05 / (2 * Math.PI))
    expect(logDensity[0]!).toBeLessThan(truth + 0.01)
  })

  it('pass over zero densities and values that are not numbers', () => {
    const values = Float32Array.from([0, -Infinity, NaN, -1])
    const { mass, logDensity } = densityLevels(values, 1, [0.5])
    expect(mass).toBeCloseTo(1 + Math.exp(-1), 6)
    expect(logDensity[0]).toBeLessThanOrEqual(0)
    expect(densityLevels(new Float32Array([-Infinity]), 1, [0.5])).toEqual({ mass: 0, doubt: 0, logDensity: [null] })
  })
})

describe('the mass in view', () => {
  it('is the same to its last digit on grids of any step where the picture cuts the density off', () => {
    const said = [48, 64, 128, 256].map((n) => {
      const grid = normalGrid(n, 2.4)
      return massWords(densityLevels(grid.logDensity, cellArea(grid), [], n))
    })
    expect(new Set(said)).toEqual(new Set(['0.967']))
  })

  it('has no more digits than a grid too coarse for the density is worth', () => {
    const wordsOf = (n: number): string => {
      const grid = normalGrid(n, 3, 0.1)
      return massWords(densityLevels(grid.logDensity, cellArea(grid), [], n))
    }
    expect([24, 256].map(wordsOf)).toEqual(['–', '1.000'])
  })
})

describe('the colour range', () => {
  it('samples every column of a grid with 2ᵏ columns', () => {
    const n = 256
    const values = Float32Array.from({ length: n * n }, (_, i) => i % n)
    expect(quantile(values, 0.5)! / n).toBeCloseTo(0.5, 1)
    expect(quantile(values, 0.99)! / n).toBeCloseTo(0.99, 1)
  })

  it('runs from zero on a density scale and over nine nats on a log scale', () => {
    const { logDensity } = normalGrid(64, 4)
    expect(wantedRange(logDensity, 'density')!.low).toBe(0)
    const log = wantedRange(logDensity, 'log')!
    expect(log.high - log.low).toBe(9)
    expect(wantedRange(Float32Array.from([NaN, -Infinity]), 'log')).toBeNull()
  })

  it('stays put through small changes and follows large ones', () => {
    const before = { low: 0, high: 1 }
    expect(steadyRange(before, { low: 0, high: 1.05 })).toBe(before)
    expect(steadyRange(before, { low: 0, high: 2 })).toEqual({ low: 0, high: 2 })
    expect(steadyRange(null, before)).toBe(before)
  })
})

describe('the read-out from the grid', () => {
  it('is exact for a function linear in both coordinates', () => {
    const grid: DensityGrid = { step: 0, bounds: [0, 2, 10, 14], resolution: 3, logDensity: new Float32Array(9) }
    for (let j = 0; j < 3; j++) for (let i = 0; i < 3; i++) grid.logDensity[3 * j + i] = 3 * i - 2 * (2 * j)
    expect(interpolate(grid, 0.5, 11)).toBeCloseTo(1.5 - 2, 6)
    expect(interpolate(grid, 2, 14)).toBeCloseTo(6 - 8, 6)
  })

  it('knows nothing outside, and is never NaN beside zero density', () => {
    const grid: DensityGrid = {
      step: 0,
      bounds: [0, 1, 0, 1],
      resolution: 2,
      logDensity: Float32Array.from([0, -Infinity, 0, -Infinity]),
    }
    expect(interpolate(grid, 1.1, 0)).toBeNull()
    expect(interpolate(grid, 0, 0)).toBe(0)
    expect(interpolate(grid, 0.9, 0.5)).toBe(-Infinity)
  })
})
