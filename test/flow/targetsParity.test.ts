import { readFileSync } from 'node:fs'
import { targetEntries } from '@shared/catalogue/targets'
import { findEnergy } from '@shared/learn/data/energy'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'

/** Written by test/fixtures/parity/make_targets.py: U at points, and by quadrature ln Z and the entropy. */
interface Fixture {
  readonly name: string
  readonly settings: Record<string, number | string | number[]>
  readonly points: readonly (readonly number[])[]
  readonly energy: readonly number[]
  readonly logZ: number | null
  readonly entropy: number | null
}

const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/targets.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

function energyOf({ name, settings }: Pick<Fixture, 'name' | 'settings'>) {
  const found = findEnergy({ kind: 'energy', name, settings, dims: 2, samples: 10, seed: 1 })
  if (!found.ok) throw new Error(found.issues[0].message)
  return found.value
}

describe.each(fixtures)('the target $name with $settings', (fixture) => {
  it('has the energy of an independent computation', () => {
    const b = new Builder()
    const logTarget = energyOf(fixture).target.logDensity(b, b.input('x', [fixture.points.length, 2]))
    const found = interpret(
      b.program('target', { logTarget }),
      new Map([['x', Float64Array.from(fixture.points.flat())]]),
    )
    const expected = fixture.energy.map((value) => -value)
    expectClose(found.get('logTarget')!, expected, 1e-10)
  })

  it.runIf(fixture.logZ !== null)('has its mass and entropy', () => {
    const { logZ, entropy } = energyOf(fixture)
    // the midpoint rule is only so exact where walls bend the density
    expectClose([logZ!, entropy!], [fixture.logZ!, fixture.entropy!], fixture.name === 'custom' ? 1e-5 : 1e-6)
  })
})

it('holds every target of the catalogue to it', () => {
  expect([...new Set(fixtures.map(({ name }) => name))].sort()).toEqual(targetEntries.map(({ type }) => type).sort())
})

describe.each(targetEntries.map(({ type }) => type))('the modes of %s', (name) => {
  it('are where the density is highest', () => {
    const { target } = energyOf({ name, settings: {} })
    if (target.modes.length === 0) return
    const b = new Builder()
    const x = b.input('x', [target.modes.length, 2])
    const logTarget = target.logDensity(b, x)
    const modes = Float64Array.from(target.modes.flat())
    const at = (rows: Float64Array) =>
      interpret(b.program('t', { logTarget }), new Map([['x', rows]])).get('logTarget')!
    const around = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
      at(
        modes.map(
          (value, i) => value + 0.2 * (i % 2 === 0 ? Math.cos((k * Math.PI) / 4) : Math.sin((k * Math.PI) / 4)),
        ),
      ),
    )
    at(modes).forEach((top, m) => {
      for (const lower of around) expect(lower[m]).toBeLessThan(top)
    })
  })
})
