import { describe, expect, it } from 'vitest'
import { targetEntries } from '@shared/catalogue/targets'
import type { DataSource } from '@shared/document/schema'
import { targetDefinitions } from '@shared/flow/targets/registry'
import { findEnergy } from '@shared/learn/data/energy'
import { targetOf } from '@shared/learn/data/target'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { expectClose } from '../../flow/support/compare'

type EnergySource = Extract<DataSource, { kind: 'energy' }>
const sourceOf = (name: string, dims = 2, settings = {}): EnergySource => ({
  kind: 'energy',
  name,
  settings,
  dims,
  samples: 1000,
  seed: 1,
})
const energyOf = (name: string, dims = 2, settings = {}) => {
  const found = findEnergy(sourceOf(name, dims, settings))
  if (!found.ok) throw new Error(found.issues[0].message)
  return found.value
}

const points = Float64Array.from({ length: 60 }, (_, i) => 2.5 * Math.sin(1.7 * i + 0.3))

function run(name: string, at: Float64Array, type: ArrayType = Float64Array) {
  const b = new Builder()
  const x = b.input('x', [at.length / 2, 2])
  const logTarget = energyOf(name).target.logDensity(b, x)
  const program = b.program('target', { logTarget, slope: gradient(b, b.sum(logTarget), [x])[0] })
  return interpret(program, new Map([['x', at]]), type)
}

it('has the mathematics of every target in the catalogue', () => {
  expect(targetDefinitions.map(({ type }) => type)).toEqual(targetEntries.map(({ type }) => type))
})

describe.each(targetEntries.map(({ type }) => type))('the target %s', (name) => {
  it('has the slope of its values', () => {
    const slope = run(name, points).get('slope')!
    const h = 1e-6
    for (const i of [3, 8, 21]) {
      const at = (by: number) => run(name, points.map((value, k) => (k === i ? value + by : value))).get('logTarget')![i >> 1] // prettier-ignore
      expectClose([slope[i]], [(at(h) - at(-h)) / (2 * h)], 1e-6)
    }
  })

  it('is finite in single precision, far out and at the origin', () => {
    const far = Float64Array.of(0, 0, 1e4, 0, 0, -1e4, -1e4, 1e4, 1e-20, 0, 30, -30)
    const found = run(name, far, Float32Array)
    for (const output of ['logTarget', 'slope']) expect(found.get(output)!.every(Number.isFinite), output).toBe(true)
  })

  it('draws what its density says', () => {
    const { sample, entropy, logZ, target } = energyOf(name)
    const draws = sample(20_000, new Random(4))
    const b = new Builder()
    const program = b.program('target', { logTarget: target.logDensity(b, b.input('x', [20_000, 2])) })
    const nats = Float64Array.from(interpret(program, new Map([['x', draws]])).get('logTarget')!)
    const mean = nats.reduce((sum, value) => sum + value - logZ!, 0) / nats.length
    const sd = Math.sqrt(nats.reduce((sum, value) => sum + (value - logZ! - mean) ** 2, 0) / nats.length)
    // E −ln p is the entropy
    expect(Math.abs(mean + entropy!)).toBeLessThan((4 * sd) / Math.sqrt(nats.length))
  })
})

describe('ln Z by quadrature', () => {
  it('is that of the potentials', () => {
    expect(energyOf('u1').logZ).toBeCloseTo(1.877502, 5)
    expect(energyOf('u1').entropy).toBeCloseTo(2.660013, 5)
    // ∫ e^(−½ (x/a)⁴) dx = a 2^(1/4) Γ(1/4)/2 along the wave, across it a Gaussian
    const along = 4 * 2 ** 0.25 * (3.625609908221908 / 2)
    expect(energyOf('u2').logZ).toBeCloseTo(Math.log(along * 0.4 * Math.sqrt(2 * Math.PI)), 6)
    expect(energyOf('u3').logZ).toBeCloseTo(Math.log(along * 2 * 0.35 * Math.sqrt(2 * Math.PI)), 6)
    expect(energyOf('u4').logZ).toBeCloseTo(Math.log(along * 0.75 * Math.sqrt(2 * Math.PI)), 6)
  })

  it('is the same in other units', () => {
    const units = new Units(2, [{ type: 'standardise', mean: [0.5, -1], scale: [2, 0.25] }])
    const target = targetOf(sourceOf('u1'), units)!
    const n = 401
    const b = new Builder()
    const rows = Float64Array.from({ length: 2 * n * n }, (_, i) => {
      const cell = i >> 1
      return i % 2 === 0 ? -4 + (8 * Math.floor(cell / n)) / (n - 1) : -25 + (50 * (cell % n)) / (n - 1)
    })
    const program = b.program('t', { y: target.trace(b, b.input('x', [n * n, 2])) })
    const found = Float64Array.from(interpret(program, new Map([['x', rows]])).get('y')!)
    const total = found.reduce((sum, value) => sum + Math.exp(value), 0)
    expect(Math.log(total * (8 / (n - 1)) * (50 / (n - 1)))).toBeCloseTo(1.877502, 4)
    expect([...target.modes]).toEqual([-1.25, 4, 0.75, 4])
  })
})

describe('a source with an energy', () => {
  it.each<[Partial<EnergySource>, RegExp]>([
    [{ name: 'u5' }, /no target "u5"\. Did you mean "u/],
    [{ dims: 3 }, /has 3 dimensions, expected 2/],
    [{ name: 'funnel', dims: 99 }, /has 99 dimensions, expected 2 to 32/],
    [{ name: 'u2', settings: { envelope: 0 } }, /envelope: expected a number from 1 to 20, got 0/],
    [{ settings: { noise: 1 } }, /no setting "noise"/],
    [{ name: 'custom', settings: { expression: 'x + q' } }, /expression: at character 5: expected x, y, pi/],
    [{ name: 'custom', dims: 1, settings: { expression: 'x + y' } }, /expression: at character 5: expected x, pi/],
    [{ name: 'custom', settings: { expression: 'log(x)' } }, /expression: The energy is not a number at x = −5/],
    [{ name: 'custom', settings: { expression: 2 } }, /expression: expected an expression in x, y, got 2/],
  ])('is refused with %o', (patch, says) => {
    const found = findEnergy({ ...sourceOf('u1'), ...patch })
    expect(found.ok ? '' : found.issues[0].message).toMatch(says)
  })
})

describe('a typed energy', () => {
  it('has the mass and entropy of the density it spells', () => {
    const { logZ, entropy } = energyOf('custom', 2, { expression: '(x - 1)^2/2 + 2 y^2' })
    expect(logZ).toBeCloseTo(Math.log(2 * Math.PI * 0.5), 3)
    expect(entropy).toBeCloseTo(Math.log(2 * Math.PI * Math.E * 0.5), 3)
    expect(energyOf('custom', 1, { expression: 'x^2/2' }).logZ).toBeCloseTo(Math.log(2 * Math.PI) / 2, 5)
  })

  it('ends in walls that are Gaussian tails', () => {
    const { logZ } = energyOf('custom', 2, { expression: '0', reach: 2 })
    expect(logZ).toBeCloseTo(2 * Math.log(4 + 0.1 * Math.sqrt(2 * Math.PI)), 4)
  })

  it('keeps slopes finite beside a branch that is not', () => {
    const settings = { expression: 'x > 0.5 ? log(x - 0.4)^2 + y^2 : sqrt(1 - x) + y^2', reach: 5 }
    const b = new Builder()
    const x = b.input('x', [4, 2])
    const logTarget = energyOf('custom', 2, settings).target.logDensity(b, x)
    const program = b.program('target', { logTarget, slope: gradient(b, b.sum(logTarget), [x])[0] })
    const found = interpret(program, new Map([['x', Float64Array.of(0.41, 0, 3, 1, -2, 1, 0.39, 0)]]), Float32Array)
    expectClose(
      found.get('logTarget')!,
      [-Math.sqrt(0.59), -(Math.log(2.6) ** 2) - 1, -Math.sqrt(3) - 1, -Math.sqrt(0.61)],
      1e-6,
    )
    expect(found.get('slope')!.every(Number.isFinite)).toBe(true)
  })
})
