import { readFileSync } from 'node:fs'
import type { Settings } from '@shared/catalogue/types'
import { describe, expect, it } from 'vitest'
import { baseOf } from './support/bases'
import { expectClose } from './support/compare'
import { flowOf, logDensities } from './support/runs'

/** Written by test/fixtures/parity/make_bases.py: log p of points in float64, null for −∞. */
interface Fixture {
  readonly type: string
  readonly dims: number
  readonly settings: Settings
  readonly parameters: Readonly<Record<string, readonly number[]>>
  readonly points: readonly (readonly number[])[]
  readonly logDensity: readonly (number | null)[]
}

const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/bases.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

describe.each(fixtures)('the base $type, D = $dims', ({ type, dims, settings, parameters, points, logDensity }) => {
  it('has the log-density of an independent computation', () => {
    const flow = flowOf(dims, [], baseOf(type, dims, settings))
    expect(flow.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(parameters).sort())
    const theta = Float64Array.from(flow.parameters.flatMap(({ name }) => parameters[name]))
    const found = logDensities(flow, theta, Float64Array.from(points.flat()))
    const [inside, outside] = [true, false].map((finite) =>
      [...found.keys()].filter((row) => (logDensity[row] !== null) === finite),
    )
    expectClose(
      inside.map((row) => found[row]),
      inside.map((row) => logDensity[row]!),
      1e-10,
    )
    for (const row of outside) expect(found[row]).toBe(-Infinity)
    expect(inside.length).toBeGreaterThan(10)
  })
})
