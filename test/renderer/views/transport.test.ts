import { describe, expect, it } from 'vitest'
import { moved, widened } from '../../../src/renderer/views/change/strip'
import {
  areaUnder,
  axisOf,
  equalMassEnds,
  stripOf,
  transportOf,
  type Transport,
} from '../../../src/renderer/views/change/transport'

const normal = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
const uniform = (z: number): number => (z >= 0 && z <= 1 ? 1 : 0)

/** What an engine would say of the images of evenly spaced z, for x = f(z) and units (mean, scale). */
function transport(
  f: (z: number) => number,
  slope: (z: number) => number,
  base: (z: number) => number,
  [from, to]: readonly [number, number],
  { mean, scale } = { mean: 0, scale: 1 },
): Transport {
  const latent = Float64Array.from({ length: 1025 }, (_, i) => from + ((to - from) * i) / 1024)
  const logDet = latent.map((z) => -Math.log(Math.abs(slope(z))))
  const logDensity = latent.map((z, i) => Math.log(base(z)) + logDet[i])
  return transportOf({ x: latent.map(f), latent, logDensity, logDet }, { mean, scale })
}

describe('the line f(z) = 2z + 1 over the unit interval', () => {
  const line = transport(
    (z) => 2 * z + 1,
    () => 2,
    uniform,
    [0, 1],
  )

  it('carries a strip to twice the width at half the height', () => {
    const strip = stripOf(line, 0.25, 0.5)
    expect(strip.x).toEqual([1.5, 2])
    expect(strip.baseArea).toBeCloseTo(0.25, 12)
    expect(strip.area).toBeCloseTo(0.25, 12)
    expect(line.density[500]).toBeCloseTo(0.5, 12)
    expect(line.slope[500]).toBeCloseTo(2, 12)
  })

  it('cuts it into equal parts of equal probability', () => {
    equalMassEnds(line, 5).forEach((end, k) => {
      expect(end).toBeCloseTo(k / 5, 9)
    })
  })
})

describe('a curved map', () => {
  const f = (z: number): number => z + 0.9 * Math.sin(z)
  const slope = (z: number): number => 1 + 0.9 * Math.cos(z)
  const strips = [
    [-3, -2.5],
    [-0.2, 0.3],
    [2, 3.9],
  ] as const

  it('conserves the area of every strip to three digits', () => {
    const curved = transport(f, slope, normal, [-4, 4])
    for (const [from, to] of strips) {
      const { baseArea, area } = stripOf(curved, from, to)
      expect(Math.abs(area - baseArea)).toBeLessThan(5e-4)
      expect(baseArea).toBeGreaterThan(0)
    }
  })

  it('conserves them where it falls, with the image the right way round', () => {
    const falling = transport(
      (z) => -f(z),
      (z) => -slope(z),
      normal,
      [-4, 4],
    )
    const { x, baseArea, area } = stripOf(falling, -0.2, 0.3)
    expect(x[0]).toBeLessThan(x[1])
    expect(Math.abs(area - baseArea)).toBeLessThan(5e-4)
    expect(falling.slope[512]).toBeCloseTo(-1.9, 9)
  })

  it('draws z through the units of the data, whose areas are the same', () => {
    const units = { mean: 10, scale: 3 }
    const drawn = transport(
      (z) => 10 + 3 * f(z),
      (z) => 3 * slope(z),
      normal,
      [-4, 4],
      units,
    )
    expect(drawn.z[0]).toBe(-2)
    expect(drawn.slope[512]).toBeCloseTo(1.9, 9)
    expect(areaUnder(drawn.z, drawn.base, -2, 22)).toBeCloseTo(1, 3)
    const { baseArea, area } = stripOf(drawn, 9, 13)
    expect(Math.abs(area - baseArea)).toBeLessThan(5e-4)
  })

  it('gives strips of equal probability under the normal base', () => {
    const ends = equalMassEnds(transport(f, slope, normal, [-4, 4]), 5)
    expect(ends[1]).toBeCloseTo(-0.8416, 2)
    expect(ends[3]).toBeCloseTo(0.2533, 2)
  })
})

describe('a strip that is moved', () => {
  const axis = { min: -4, max: 4 }

  it('keeps its width at the ends of the axis', () => {
    expect(moved({ min: 3, max: 3.5 }, 2, axis)).toEqual({ min: 3.5, max: 4 })
    expect(moved({ min: -3, max: -2 }, -5, axis)).toEqual({ min: -4, max: -3 })
  })

  it('never becomes shorter than can be seen nor longer than the axis', () => {
    const least = widened({ min: 0, max: 0.1 }, -9, axis)
    expect(least.max - least.min).toBeCloseTo(0.016, 12)
    expect(widened({ min: 0, max: 0.1 }, 9, axis)).toEqual({ min: 0, max: 4 })
  })
})

describe('a density without bound', () => {
  const cube = transport(
    (z) => z ** 3,
    (z) => 3 * z * z + 1e-12,
    (z) => (Math.abs(z) <= 0.5 ? 1 : 0),
    [-4, 4],
  )

  it('conserves the area of a strip that ends where f′ is 0', () => {
    expect(cube.density[512]).toBeGreaterThan(1e11)
    for (const [from, to] of [[0, 0.25], [-0.25, 0.25]] as const) {
      const { baseArea, area } = stripOf(cube, from, to)
      expect(Math.abs(area - baseArea)).toBeLessThan(5e-4 * baseArea)
    }
  }) // prettier-ignore
})

describe('the axis of z', () => {
  const whole = { min: -4, max: 4 }
  const line = (base: (z: number) => number): Transport =>
    transport(
      (z) => z,
      () => 1,
      base,
      [-4, 4],
    )

  it('is that of the base where it lies on a small part of it, with room', () => {
    const { min, max } = axisOf(
      line((z) => (Math.abs(z) <= 0.5 ? 1 : 0)),
      whole,
    )
    expect(min).toBeCloseTo(-0.8, 2)
    expect(max).toBeCloseTo(0.8, 2)
  })

  it('stays whole for a normal base, and where there is none', () => {
    expect(axisOf(line(normal), whole)).toEqual(whole)
    expect(
      axisOf(
        line(() => 0),
        whole,
      ),
    ).toEqual(whole)
  })
})
