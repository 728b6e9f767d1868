import { readFileSync } from 'node:fs'
import { blockEntry } from '@shared/catalogue/registry'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { create, moved } from './support/blocks'
import { expectClose } from './support/compare'
import { massOnSquare } from './support/mass'
import { rawPositive, thetaOf } from './support/parameters'
import { directions, flowOf, jacobians, run } from './support/runs'

/** Written by test/fixtures/parity/make_radial.py. */
interface Fixture {
  readonly dims: number
  readonly centre: readonly number[]
  readonly alpha: number
  readonly beta: number
  readonly points: readonly (readonly number[])[]
  readonly value: readonly (readonly number[])[]
  readonly logDet: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/radial.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

const radial = (dims: number) => flowOf(dims, [create(blockEntry('radial')!, dims)])

/** A radial block with this α and β. */
function made(centre: ArrayLike<number>, alpha: number, beta: number) {
  const flow = radial(centre.length)
  const strength = [rawPositive(1 + beta / alpha)]
  return { flow, theta: thetaOf(flow, { centre, radius: [rawPositive(alpha)], strength }) }
}

describe('a radial block', () => {
  it.each(fixtures)('has the images and log-determinants of normflows, alpha $alpha, beta $beta', (fixture) => {
    const alpha = Math.abs(fixture.alpha)
    const { flow, theta } = made(fixture.centre, alpha, Math.log1p(Math.exp(fixture.beta)) - alpha)
    const ours = run(flow, theta, 'forward', Float64Array.from(fixture.points.flat()))
    expectClose(ours.value, fixture.value.flat(), 1e-12)
    expectClose(ours.logDet, fixture.logDet, 1e-12)
  })

  it.each([
    [1, -0.99],
    [0.01, -0.0099],
    [1, 50],
    [20, -19],
  ])('inverts itself near and far from its centre when α = %d and β = %d', (alpha, beta) => {
    const { flow, theta } = made([0.5, -1], alpha, beta)
    const random = new Random(1)
    const points = Float64Array.from({ length: 400 }, () => random.normal() * 10 ** (7 * random.uniform() - 3))
    const there = run(flow, theta, 'inverse', points)
    expectClose(run(flow, theta, 'forward', Float64Array.from(there.value)).value, points, 1e-11)
  })

  it('stretches by 1 + β/α in every direction at its centre, with finite derivatives', () => {
    const centre = Float64Array.of(0.5, -1, 2)
    const { flow, theta } = made(centre, 2, 3)
    for (const direction of directions) {
      const slope = direction === 'forward' ? 2.5 : 0.4
      const diagonal = [slope, 0, 0, 0, slope, 0, 0, 0, slope]
      expectClose(jacobians(flow, theta, direction, centre)[0].flat(), diagonal, 1e-12)
      expectClose(run(flow, theta, direction, centre).logDet, [3 * Math.log(slope)], 1e-12)
    }
  })

  it.each([1, 2, 3])('leaves a density of mass 1 (seed %i)', (seed) => {
    const flow = radial(2)
    expect(Math.abs(massOnSquare(flow, moved(flow, seed, 1), 12) - 1)).toBeLessThan(1e-3)
  })
})
