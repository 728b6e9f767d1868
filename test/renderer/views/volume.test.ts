import { DataUtils } from 'three'
import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../../src/renderer/views/orbit'
import { densityLevels } from '../../../src/renderer/views/levels'
import {
  cellVolume,
  fillTexels,
  interpolateVolume,
  isCrowded,
  planeAxes,
  sliceOf,
  survey,
  type VolumeGrid,
} from '../../../src/renderer/views/volume'
import { volumeWords } from '../../../src/renderer/views/volumeWords'

const MASSES = [0.5, 0.8, 0.95]

type Density = (x: number, y: number, z: number) => number

const normal =
  (centre: Vec3, sd: number): Density =>
  (x, y, z) =>
    Math.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2) / (2 * sd * sd)) /
    (2 * Math.PI * sd * sd) ** 1.5

/** Log density on a grid over [−b, b]³. */
function gridOf(density: Density, resolution: number, b: number): VolumeGrid {
  const logDensity = new Float32Array(resolution ** 3)
  const at = (i: number): number => -b + (2 * b * i) / (resolution - 1)
  for (let k = 0; k < resolution; k++) {
    for (let j = 0; j < resolution; j++) {
      for (let i = 0; i < resolution; i++) {
        logDensity[(k * resolution + j) * resolution + i] = Math.log(density(at(i), at(j), at(k)))
      }
    }
  }
  return { step: 0, bounds: [-b, b, -b, b, -b, b], resolution, logDensity }
}

/** The probability inside each level's surface of the interpolated grid, by midpoints of a finer one. */
function massesWithin(grid: VolumeGrid, density: Density, levels: readonly number[], b: number): number[] {
  const fine = 72
  const h = (2 * b) / fine
  const sums = levels.map(() => 0)
  for (let k = 0; k < fine; k++) {
    for (let j = 0; j < fine; j++) {
      for (let i = 0; i < fine; i++) {
        const point: Vec3 = [-b + (i + 0.5) * h, -b + (j + 0.5) * h, -b + (k + 0.5) * h]
        const value = interpolateVolume(grid, point)!
        levels.forEach((level, n) => {
          if (value > level) sums[n] += density(...point) * h ** 3
        })
      }
    }
  }
  return sums
}

function linearGrid(f: Density): VolumeGrid {
  const n = 4
  const grid: VolumeGrid = { step: 3, bounds: [0, 3, 10, 16, -2, 1], resolution: n, logDensity: new Float32Array(64) }
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) grid.logDensity[(k * n + j) * n + i] = f(i, 10 + 2 * j, -2 + k)
  return grid
}

describe('surfaces of a volume', () => {
  const mixture: Density = (x, y, z) =>
    0.6 * normal([-1.4, 0, 0.5], 0.6)(x, y, z) + 0.4 * normal([1.5, 0.8, -0.5], 0.9)(x, y, z)
  const cases = { 'a normal': [normal([0, 0, 0], 1), 4.5], 'a mixture': [mixture, 5] } as const
  it.each(['a normal', 'a mixture'] as const)('of %s enclose the masses they are named by, on a 64³ grid', (name) => {
    const [density, b] = cases[name]
    const grid = gridOf(density, 64, b)
    const { mass, logDensity } = densityLevels(grid.logDensity, cellVolume(grid), MASSES)
    expect(mass).toBeCloseTo(1, 2)
    massesWithin(grid, density, logDensity as number[], b).forEach((within, i) => {
      expect(Math.abs(within - MASSES[i]), `region of ${String(MASSES[i])}`).toBeLessThan(0.02)
    })
  })
})

describe('the read-out from a volume', () => {
  const f: Density = (x, y, z) => 2 * x - 0.5 * y + 3 * z + 1
  it('is exact for a linear function, also at the far faces', () => {
    const grid = linearGrid(f)
    const points: readonly Vec3[] = [
      [0.3, 11.7, -1.2],
      [3, 16, 1],
      [0, 10, -2],
      [2.5, 10, 0.25],
    ]
    for (const point of points) expect(interpolateVolume(grid, point)).toBeCloseTo(f(...point), 5)
  })

  it('knows nothing outside, and is never NaN beside zero density', () => {
    const grid = linearGrid(f)
    expect(interpolateVolume(grid, [3.1, 11, 0])).toBeNull()
    grid.logDensity[1] = -Infinity
    expect(interpolateVolume(grid, [0, 10, -2])).toBeCloseTo(f(0, 10, -2), 5)
    expect(interpolateVolume(grid, [0.5, 10, -2])).toBe(-Infinity)
  })
})

describe('slices', () => {
  const grid = linearGrid((x, y, z) => 100 * x + 10 * y + z)
  const n = grid.resolution
  const at = (place: readonly number[]): number => grid.logDensity[(place[2] * n + place[1]) * n + place[0]]

  it('equal the grid at its nodes, on every axis', () => {
    for (const axis of [0, 1, 2]) {
      const [across, up] = planeAxes(axis)
      for (let node = 0; node < n; node++) {
        const slice = sliceOf(grid, axis, (2 * node) / (n - 1) - 1)
        for (let j = 0; j < n; j++) {
          for (let i = 0; i < n; i++) {
            const place = [node, node, node]
            place[across] = i
            place[up] = j
            expect(slice.logDensity[j * n + i]).toBeCloseTo(at(place), 3)
          }
        }
      }
    }
  })

  it('are linear between the nodes', () => {
    const slice = sliceOf(grid, 2, -1 + 2 * (0.25 / 3))
    expect(slice.logDensity[0]).toBeCloseTo(0.75 * at([0, 0, 0]) + 0.25 * at([0, 0, 1]), 4)
  })

  it('keep zero density and what is no number', () => {
    const holed = { ...grid, logDensity: grid.logDensity.slice() }
    holed.logDensity[0] = NaN
    holed.logDensity[1] = -Infinity
    const [hole, nothing] = sliceOf(holed, 2, -1).logDensity
    expect(hole).toBeNaN()
    expect(nothing).toBe(-Infinity)
  })
})

describe('what can hardly be seen', () => {
  const n = 24
  const within = (side: number): Float32Array =>
    Float32Array.from({ length: n ** 3 }, (_, at) =>
      Math.max(at % n, Math.floor(at / n) % n, Math.floor(at / (n * n))) < side ? 0 : -20,
    )
  const grid = (logDensity: Float32Array) => ({
    step: 0,
    bounds: [0, 1, 0, 1, 0, 1] as const,
    resolution: n,
    logDensity,
  })

  it('is a region in a corner, and none that reaches over the box, thin as it may be', () => {
    expect(isCrowded(grid(within(3)), -1)).toBe(true)
    expect(isCrowded(grid(within(8)), -1)).toBe(false)
    const corners = within(2)
    corners[n ** 3 - 1] = 0
    expect(isCrowded(grid(corners), -1)).toBe(false)
    expect(isCrowded(grid(within(0)), -1)).toBe(false)
  })
})

describe('the texture of a volume', () => {
  it('holds nats below the densest node, to three digits where a surface can lie', () => {
    const values = Float32Array.from([5, 4.5, 1, -3, -500, -Infinity, NaN, Infinity])
    const { top, holes } = survey(values)
    expect([top, holes]).toEqual([5, 1])
    const [floats, halves] = [new Float32Array(values.length), new Uint16Array(values.length)]
    fillTexels(floats, values, top)
    fillTexels(halves, values, top)
    ;[0, -0.5, -4, -8, -24, -24, -24, 0].forEach((expected, i) => {
      expect(floats[i]).toBe(expected)
      expect(DataUtils.fromHalfFloat(halves[i])).toBeCloseTo(expected, 2)
    })
  })

  it('has a zero where nothing is finite', () => {
    expect(survey(Float32Array.from([-Infinity, NaN]))).toEqual({ top: 0, holes: 1 })
  })
})

describe('a volume in words', () => {
  it('says how much is in view and where its regions end', () => {
    const words = volumeWords(['x', 'y', 'z'], {
      mass: 0.998,
      doubt: 0,
      logDensity: [Math.log(0.25), null, Math.log(0.01)],
    })
    expect(words).toContain('over x, y, z. 0.998 of the probability is in view.')
    expect(words).toContain('50 % lie where p is above 0.25. 95 % lie where p is above 0.01.')
    expect(volumeWords(['x', 'y', 'z'], null)).not.toContain('view')
  })
})
