import { bases, defaultSettings } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import type { Base } from '@shared/flow/bijector'
import { baseDefinitions } from '@shared/flow/registry'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { firstNonFinite } from '@shared/tensor/runtime/blame'
import { Builder } from '@shared/tensor/ir/builder'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'
import { flowOf, inputs, logDensities } from './support/runs'

/** Every base at its defaults and with each number at both ends of its range. */
const cases = bases.flatMap((entry) => {
  const definition = baseDefinitions.find(({ type }) => type === entry.type)!
  const make = (label: string, changes: Settings) => ({
    name: `${entry.type}${label}`,
    create: (dims: number) => definition.create({ ...defaultSettings(entry), ...changes }, dims),
  })
  const ends = entry.settings.flatMap((setting) =>
    setting.kind === 'number'
      ? [setting.min, setting.max].map((value) => make(` with ${setting.key} ${value}`, { [setting.key]: value }))
      : [],
  )
  return [make('', {}), ...ends]
})

const logDensity = (base: Base, dims: number, rows: Float64Array) =>
  logDensities(flowOf(dims, [], base), new Float64Array(), rows)

/** Midpoints of ℝ through z = 3·tan(πu/2), which reaches heavy tails, with their share of length. */
const n = 200_000
const nodes = Float64Array.from({ length: n }, (_, i) => {
  const u = (2 * (i + 0.5)) / n - 1
  return 3 * Math.tan((Math.PI / 2) * u)
})
const lengths = nodes.map((z) => ((3 * Math.PI) / n) * (1 + (z / 3) ** 2))

describe.each(cases)('$name', ({ create }) => {
  it('integrates to 1', () => {
    const density = logDensity(create(1), 1, nodes).map(Math.exp)
    expect(density.reduce((total, p, i) => total + p * lengths[i], 0)).toBeCloseTo(1, 3)
  })

  it('is independent and alike in every coordinate', () => {
    const rows = Float64Array.of(0.05, -0.02, 0.09)
    const single = logDensity(create(1), 1, rows)
    expectClose(logDensity(create(3), 3, rows), [single[0] + single[1] + single[2]], 1e-12)
  })

  it('draws samples spread as its density says', () => {
    const base = create(2)
    const samples = base.sample(new Random(1), 20_000)
    const density = logDensity(create(1), 1, nodes).map(Math.exp)
    for (const edge of [-1, -0.05, 0, 0.05, 1]) {
      const expected = density.reduce((total, p, i) => total + (nodes[i] <= edge ? p * lengths[i] : 0), 0)
      for (const column of [0, 1]) {
        const share = samples.filter((z, at) => at % 2 === column && z <= edge).length / 20_000
        expect(Math.abs(share - expected)).toBeLessThan(0.015)
      }
    }
  })

  it('draws the same samples from the same seed', () => {
    expect(create(3).sample(new Random(7), 5)).toEqual(create(3).sample(new Random(7), 5))
    expect(create(3).sample(new Random(7), 5)).toHaveLength(15)
  })
})

describe('the moments of samples', () => {
  const variances: Record<string, number> = { normal: 1, uniform: 3, 'student-t': 5 / 3 }
  it.each(bases)('of $type are those of its density', (entry) => {
    const definition = baseDefinitions.find(({ type }) => type === entry.type)!
    const samples = definition.create(defaultSettings(entry), 1).sample(new Random(3), 100_000)
    const mean = samples.reduce((total, z) => total + z, 0) / samples.length
    const variance = samples.reduce((total, z) => total + (z - mean) ** 2, 0) / samples.length
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(variance / variances[entry.type]).toBeCloseTo(1, 1)
  })
})

describe('the uniform base outside its box', () => {
  const base = baseDefinitions.find(({ type }) => type === 'uniform')!.create({ halfWidth: 1 }, 2)
  const flow = flowOf(2, [], base)
  const rows = Float64Array.of(0.5, 0.5, 0.5, 1.5)

  it('has density zero', () => {
    expect([...logDensity(base, 2, rows)]).toEqual([-2 * Math.log(2), -Infinity])
  })

  it('is named as the block to blame for an infinite loss, and gives no NaN gradient', () => {
    const b = new Builder()
    const x = b.input('rows', [2, 2])
    const loss = b.neg(b.mean(flow.trace(b, b.input('theta', [0])).logDensity(x).logDensity))
    const [dx] = gradient(b, loss, [x])
    const bound = inputs(new Float64Array(), rows)
    expect(firstNonFinite(b.program('loss', { loss }), bound)).toMatchObject({ scope: 'base' })
    expect(firstNonFinite(b.program('gradient', { dx }), bound)).toBeNull()
  })
})
