import { invert } from '@shared/flow/invert'
import type { Bijector } from '@shared/flow/bijector'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { erf } from '@shared/tensor/runtime/interpreter/scalar'
import { create, isSolved, maps, moved, normalRows, variedCases, type Interval } from './support/blocks'
import { flowOf, logDensities, run } from './support/runs'

/**
 * Elementwise blocks end ranges and make tails heavy, which a grid in two dimensions is too coarse for; solvers take the
 * interpreter minutes for so many points.
 */
const smooth = maps.filter((entry) => (entry.family !== 'elementwise' || entry.type === 'affine') && !isSolved(entry))

/** Three blocks drawn from the catalogue, one of them perhaps inverted. */
function randomStack(seed: number): { names: string; bijectors: Bijector[] } {
  const random = new Random(seed).fork('stack')
  const drawn = Array.from({ length: 3 }, () => ({
    entry: smooth[random.integer(smooth.length)],
    inverted: random.uniform() < 0.3,
  }))
  return {
    names: drawn.map(({ entry, inverted }) => `${entry.type}${inverted ? ' inverted' : ''}`).join(', '),
    bijectors: drawn.map(({ entry, inverted }) => (inverted ? invert(create(entry, 2)) : create(entry, 2))),
  }
}

/** The range of the values, widened on either side to hold nearly all that was not drawn. */
function wider(values: ArrayLike<number>): readonly [number, number] {
  const [low, high] = [Math.min(...Array.from(values)), Math.max(...Array.from(values))]
  return [low - 0.4 * (high - low), high + 0.4 * (high - low)]
}

describe('a random stack in two dimensions', () => {
  it.each([1, 2, 3, 4, 5])('has a density that integrates to 1 (seed %i)', (seed) => {
    const { names, bijectors } = randomStack(seed)
    const flow = flowOf(2, bijectors)
    const theta = moved(flow, seed, 0.08)
    const samples = run(flow, theta, 'forward', normalRows(4000, 2, seed)).value
    const box = [0, 1].map((column) => wider(samples.filter((_, at) => at % 2 === column)))
    const n = 100
    const [across, up] = box.map(([low, high]) =>
      Array.from({ length: n }, (_, i) => low + ((i + 0.5) / n) * (high - low)),
    )
    const rows = Float64Array.from(up.flatMap((y) => across.flatMap((x) => [x, y])))
    const cell = box.reduce((area, [low, high]) => (area * (high - low)) / n, 1)
    const total = logDensities(flow, theta, rows).reduce((sum, nats) => sum + Math.exp(nats), 0)
    expect(Math.abs(total * cell - 1), names).toBeLessThan(1e-3)
  })
})

/** Points that fill an open interval, close together at 0 or at its ends, and how much of it each stands for. */
function pointsIn([low, high]: Interval): { x: number; width: number }[] {
  const [steps, near] = [40000, 34]
  const far = low === -Infinity ? -near : -200
  const du = (near - far) / steps
  return Array.from({ length: steps }, (_, i) => {
    const u = far + (i + 0.5) * du
    if (low === -Infinity) return { x: Math.sinh(u / 2), width: (du * Math.cosh(u / 2)) / 2 }
    if (high === Infinity) return { x: low + Math.exp(u), width: du * Math.exp(u) }
    const share = 1 / (1 + Math.exp(-u))
    return { x: low + (high - low) * share, width: (du * (high - low) * share) / (1 + Math.exp(u)) }
  })
}

/** The normal's mass in an interval. */
const massIn = ([low, high]: Interval) => (erf(high / Math.SQRT2) - erf(low / Math.SQRT2)) / 2

const elementwise = variedCases.filter(({ entry }) => entry.family === 'elementwise')

describe.each(elementwise)('one coordinate through $name', ({ name, create: make, from }) => {
  it('has a density that integrates to the mass of the base that the block takes', () => {
    const flow = flowOf(1, [make(1)])
    const points = pointsIn(from.inverse)
    const nats = logDensities(
      flow,
      moved(flow, 1),
      Float64Array.from(points, ({ x }) => x),
    )
    const total = nats.reduce((sum, value, i) => sum + Math.exp(value) * points[i].width, 0)
    // a linear spline's density jumps at each knot, which no rule with fixed points meets
    expect(total).toBeCloseTo(massIn(from.forward), /spline linear/.test(name) ? 3 : 5)
  })
})
