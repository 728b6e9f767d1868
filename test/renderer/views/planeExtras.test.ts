import { describe, expect, it } from 'vitest'
import { compare } from '../../../src/renderer/views/compare'
import { cloudsSentence, densitySentence } from '../../../src/renderer/views/densityWords'
import { cellArea, interpolate, type DensityGrid } from '../../../src/renderer/views/grid'
import { isolines, type Isoline } from '../../../src/renderer/views/isolines'
import { densityLevels } from '../../../src/renderer/views/levels'
import { labelPlace } from '../../../src/renderer/views/lineLabels'
import { dataMarginals, marginals } from '../../../src/renderer/views/marginals'
import { MOST_PINS, withoutPin, withPin, type Pin } from '../../../src/renderer/views/pins'
import { labelsOf } from '../../../src/renderer/views/use/useLineLabels'

type Density = (x: number, y: number) => number

/** log p of a density at the nodes of a square grid over [−b, b]². */
function gridOf(density: Density, resolution: number, b: number): DensityGrid {
  const at = (i: number): number => -b + (2 * b * i) / (resolution - 1)
  const logDensity = Float32Array.from({ length: resolution ** 2 }, (_, k) =>
    Math.log(density(at(k % resolution), at(Math.floor(k / resolution)))),
  )
  return { step: 0, bounds: [-b, b, -b, b], resolution, logDensity }
}
const normal =
  (mx: number, my: number, sx: number, sy: number): Density =>
  (x, y) =>
    Math.exp(-(((x - mx) / sx) ** 2 + ((y - my) / sy) ** 2) / 2) / (2 * Math.PI * sx * sy)
const mixture: Density = (x, y) => 0.3 * normal(-1.5, -0.5, 0.3, 0.6)(x, y) + 0.7 * normal(1, 0.8, 0.7, 0.25)(x, y)

describe('drawn regions hold the mass on their labels within 1 %', () => {
  const masses = [0.5, 0.8, 0.95]
  const cases: readonly (readonly [string, Density])[] = [
    ['a normal', normal(0.2, -0.1, 1, 0.6)],
    ['a mixture of two', mixture],
  ]
  it.each(cases)('of %s, by quadrature on a fine grid', (_, density) => {
    const drawn = gridOf(density, 256, 5)
    const { logDensity } = densityLevels(drawn.logDensity, cellArea(drawn), masses)
    // What the drawn line encloses is where the drawn grid, read between its nodes, is above the level.
    const fine = 1201
    const step = 10 / (fine - 1)
    const held = masses.map(() => 0)
    for (let j = 0; j < fine; j++) {
      for (let i = 0; i < fine; i++) {
        const [x, y] = [-5 + i * step, -5 + j * step]
        const shown = interpolate(drawn, x, y)!
        logDensity.forEach((level, k) => {
          if (shown > level!) held[k] += density(x, y) * step * step
        })
      }
    }
    held.forEach((mass, k) => {
      expect(Math.abs(mass - masses[k]), `mass at ${String(masses[k])}`).toBeLessThan(0.01)
    })
  })
})

describe('marginals', () => {
  it('integrate to the mass in view and are those of the density', () => {
    const grid = gridOf(normal(0.5, 0, 0.8, 0.4), 161, 4)
    const { x, y } = marginals(grid)
    const step = 8 / 160
    const { mass } = densityLevels(grid.logDensity, cellArea(grid), [])
    for (const sums of [x, y]) expect(sums.reduce((a, b) => a + b, 0) * step).toBeCloseTo(mass, 5)
    const peak = x.indexOf(Math.max(...x))
    expect(-4 + peak * step).toBeCloseTo(0.5, 6)
    expect(x[peak]).toBeCloseTo(1 / (0.8 * Math.sqrt(2 * Math.PI)), 4)
    expect(Math.max(...y)).toBeCloseTo(1 / (0.4 * Math.sqrt(2 * Math.PI)), 4)
  })

  it('of data count the points in view among all there are', () => {
    const points = Float32Array.from([0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 5, 0.5])
    const { x, y } = dataMarginals(points, [0, 1, 0, 2], 2)
    expect([...x]).toEqual([0.5, 1])
    expect([...y]).toEqual([0.75, 0])
    expect((x[0] + x[1]) * 0.5).toBe(0.75)
  })

  it('pass over places without a number', () => {
    const grid = { ...gridOf(normal(0, 0, 1, 1), 9, 1) }
    grid.logDensity[40] = NaN
    expect(marginals(grid).x.every(Number.isFinite)).toBe(true)
  })
})

describe('the comparison with a known density', () => {
  it('has the KL divergence of two normals, μ²/2', () => {
    const truth = gridOf(normal(0, 0, 1, 1), 241, 8)
    const { kl, truthMass } = compare(gridOf(normal(0.7, 0, 1, 1), 241, 8), truth.logDensity)
    expect(truthMass).toBeCloseTo(1, 5)
    expect(kl).toBeCloseTo(0.49 / 2, 4)
  })

  it('has the total variation of two normals, 2Φ(μ/2) − 1', () => {
    const truth = gridOf(normal(0, 0, 1, 1), 481, 8)
    // Φ(0.5) = 0.691462…
    const { totalVariation } = compare(gridOf(normal(1, 0, 1, 1), 481, 8), truth.logDensity)
    expect(totalVariation).toBeCloseTo(2 * 0.69146246 - 1, 3)
  })

  it('is nothing for the truth itself, and has the sign of model minus truth', () => {
    const truth = gridOf(normal(0, 0, 1, 1), 41, 3)
    const same = compare(truth, truth.logDensity)
    expect([same.kl, same.totalVariation]).toEqual([0, 0])
    const narrow = compare(gridOf(normal(0, 0, 0.5, 0.5), 41, 3), truth.logDensity)
    expect(narrow.difference[20 * 41 + 20]).toBeGreaterThan(0)
    expect(narrow.difference[20 * 41 + 40]).toBeLessThan(0)
  })

  it('counts nothing where there is no truth, and is infinite where the model has nothing', () => {
    const model = { step: 0, bounds: [0, 1, 0, 1] as const, resolution: 2, logDensity: new Float32Array(4) }
    expect(compare(model, Float32Array.from([0, 0, -Infinity, 0])).kl).toBe(0)
    const empty = { ...model, logDensity: Float32Array.from([0, -Infinity, 0, 0]) }
    expect(compare(empty, new Float32Array(4)).kl).toBe(Infinity)
  })
})

const line = (points: readonly number[], closed = false): Isoline => ({ points: Float32Array.from(points), closed })
const along = (n: number, f: (i: number) => readonly [number, number]): number[] =>
  Array.from({ length: n }, (_, i) => f(i)).flat()

describe('labels on level lines', () => {
  it('stand on the flat part of a bent line, turned with it', () => {
    // Up a spiral, then straight along a gentle slope.
    const bent = along(40, (i) => [2 * Math.cos(i / 4), 2 * Math.sin(i / 4)])
    const [x0, y0] = bent.slice(-2)
    const straight = along(60, (i) => [x0 + i + 1, y0 + 0.2 * (i + 1)])
    const place = labelPlace([line([...bent, ...straight])], [1, 1], 12)!
    expect(place.x - x0).toBeGreaterThan(5)
    expect(place.y - y0).toBeCloseTo(0.2 * (place.x - x0), 4)
    expect(place.angle).toBeCloseTo(-Math.atan(0.2), 4)
  })

  it('take the longest line, in pixels', () => {
    const tall = line(along(30, (i) => [0, i]))
    const wide = line(along(20, (i) => [10 + i, 5]))
    expect(labelPlace([tall, wide], [1, 1], 8)!.x).toBe(0)
    expect(labelPlace([tall, wide], [4, 1], 8)!.x).toBeGreaterThan(9)
  })

  it('stand upright where they are of a digit alone, which would be misread along a steep line', () => {
    const n = 40
    const values = Float32Array.from({ length: n * n }, (_, k) => k % n)
    const grid = { bounds: [0, 1, 0, 1] as const, resolution: n, values }
    const angles = labelsOf(
      grid,
      [
        { value: 8.5, text: '3' },
        { value: 28.5, text: '50 %' },
      ],
      [0, 1, 0, 1],
      { width: 400, height: 400 },
    ).map(({ text, angle }) => [text, Math.abs(angle)])
    expect(angles).toEqual([
      ['3', 0],
      ['50 %', Math.PI / 2],
    ])
  })

  it('are never upside down, whichever way the line runs', () => {
    for (let turn = 0; turn < 16; turn++) {
      const direction = (turn * Math.PI) / 8
      const points = along(40, (i) => [i * Math.cos(direction), i * Math.sin(direction)])
      const { angle } = labelPlace([line(points)], [1, 1], 10)!
      expect(Math.abs(angle)).toBeLessThanOrEqual(Math.PI / 2 + 1e-6)
      expect(Math.abs(Math.sin(angle + direction))).toBeLessThan(1e-5)
    }
  })

  it('are left out where a line is too short, and keep clear of one another', () => {
    expect(labelPlace([line([0, 0, 5, 0])], [1, 1], 10)).toBeNull()
    expect(labelPlace([], [1, 1], 10)).toBeNull()
    const straight = line(along(100, (i) => [i, 0]))
    const first = labelPlace([straight], [1, 1], 10)!
    const second = labelPlace([straight], [1, 1], 10, [first])!
    expect(Math.abs(second.x - first.x)).toBeGreaterThan(19)
    expect(labelPlace([straight], [1, 1], 10, [], (x) => x > 60)!.x).toBeGreaterThan(60)
    expect(labelPlace([straight], [1, 1], 10, [], () => false)).toBeNull()
  })

  it('lie on the contour of a density', () => {
    const grid = gridOf(normal(0, 0, 1.5, 0.5), 97, 4)
    const level = Math.log(normal(0, 0, 1.5, 0.5)(0, 0)) - 1
    const place = labelPlace(isolines(grid.logDensity, 97, 97, level), [4, 4], 40)!
    const node = (at: number): number => -4 + (8 * at) / 96
    expect(interpolate(grid, node(place.x), node(place.y))!).toBeCloseTo(level, 2)
    expect(Math.abs(place.angle)).toBeLessThan(0.3)
  })
})

describe('pins', () => {
  it('take the least free number and never grow beyond six', () => {
    let pins: readonly Pin[] = []
    for (let i = 0; i < 9; i++) pins = withPin(pins, i, i)
    expect(pins.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(withPin(pins, 0, 0)).toBe(pins)
    expect(pins).toHaveLength(MOST_PINS)
    pins = withPin(withoutPin(pins, 2), 7, 8)
    expect(pins[1]).toEqual({ number: 2, x: 7, y: 8 })
  })
})

describe('a density in words', () => {
  it('says where it is greatest and how much is in view', () => {
    const grid = gridOf(normal(1, -1, 0.5, 0.5), 81, 4)
    expect(densitySentence(grid, 0.998, ['a', 'b'])).toBe(
      'Density greatest at a = 1.00, b = −1.00, where log p is −0.45. 100 % of the probability is in view.',
    )
    expect(densitySentence({ ...grid, logDensity: new Float32Array(81 ** 2).fill(-Infinity) }, 0, ['a', 'b'])).toBe(
      'There is no density in view.',
    )
  })

  it('says where clouds of points lie and how far they spread', () => {
    const data = Float32Array.from([1, 0, 3, 0])
    expect(cloudsSentence(data, new Float32Array(0), ['a', 'b'])).toBe(
      'Data: a 2.00 ± 1.00, b 0.00 ± 0.00 (mean ± standard deviation).',
    )
    expect(cloudsSentence(data, data, ['a', 'b'])).toMatch(/Model samples: a 2\.00 ± 1\.00/)
    expect(cloudsSentence(new Float32Array(0), new Float32Array(0), ['a', 'b'])).toBe('There are no points in view.')
  })
})
