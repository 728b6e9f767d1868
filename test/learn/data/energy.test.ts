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
    [{ name: 'custom', dims: 9 }, /has 9 dimensions, expected 1 to 8/],
    [
      { name: 'custom', dims: 4, settings: { expression: 'x + y' } },
      /expression: at character 1: expected x1 … x4|expected x1, x2, x3, x4/,
    ],
    [{ name: 'u2', settings: { ends: 'wall' } }, /ends: expected "envelope", "box", got "wall"/],
    [{ name: 'gaussian-mixture', settings: { means: [1, 2, 3] } }, /means: has 3 numbers, expected 2 for each/],
    [{ name: 'gaussian-mixture', settings: { weights: [1, 2] } }, /weights: has 2 numbers, expected 3/],
    [{ name: 'gaussian-mixture', settings: { weights: [1, 0, 1] } }, /weights: expected numbers above 0/],
    [
      { name: 'gaussian-mixture', settings: { covariances: [1, 0, 0] } },
      /covariances: has 3 numbers, expected 4 for all Gaussians alike, or 12/,
    ],
    [
      { name: 'gaussian-mixture', settings: { covariances: [1, 2, 2, 1] } },
      /covariances: number 1 is not symmetric and positive definite/,
    ],
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

  it('has draws of its density in eight dimensions, where no grid reaches', () => {
    // x1 and x2 correlate by 0.8, x3 has wells at ±2 of which the right one is e times as likely, the others are N(0, 0.3²)
    const expression = '(x1^2 + x2^2 - 1.6 x1 x2) / 0.72 + 4 (x3^2 - 4)^2 / 4 - x3 / 4 + (x4^2 + x5^2 + x6^2 + x7^2 + x8^2) / 0.18' // prettier-ignore
    const { sample, logZ, entropy } = energyOf('custom', 8, { expression, reach: 4 })
    expect([logZ, entropy]).toEqual([null, null])
    const n = 10_000
    const draws = sample(n, new Random(3))
    const mean = (of: (x: Float64Array) => number) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += of(draws.subarray(8 * i, 8 * i + 8))
      return sum / n
    }
    expect(mean((x) => x[0] * x[1])).toBeCloseTo(0.8, 1)
    expect(mean((x) => x[0] ** 2)).toBeCloseTo(1, 1)
    expect(mean((x) => x[7] ** 2)).toBeCloseTo(0.09, 2)
    expect(mean((x) => Number(x[2] > 0))).toBeCloseTo(Math.E / (1 + Math.E), 1)
    expect(mean((x) => x[4])).toBeCloseTo(0, 1)
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

describe('a Gaussian mixture', () => {
  it('has the moments and the mass of its components, in any number of dimensions', () => {
    const settings = { weights: [1, 3], means: [0, 0, 0, 4, 0, -4], covariances: [1, 0.5, 0, 0.5, 1, 0, 0, 0, 0.25] }
    const { sample, logZ, entropy, target } = energyOf('gaussian-mixture', 3, settings)
    expect([logZ, entropy]).toEqual([0, null])
    const draws = sample(40_000, new Random(2))
    const mean = (of: (i: number) => number) => Array.from({ length: 40_000 }, (_, i) => of(3 * i)).reduce((sum, value) => sum + value, 0) / 40_000 // prettier-ignore
    expect(mean((i) => draws[i])).toBeCloseTo(3, 1)
    expect(mean((i) => draws[i + 2])).toBeCloseTo(-3, 1)
    expect(mean((i) => draws[i + 1] ** 2)).toBeCloseTo(1, 1)
    expect(mean((i) => (draws[i] - 3) * draws[i + 1])).toBeCloseTo(0.5, 1)
    // E e^(q − p) of a box's own density q is the mass inside: nearly all
    const random = new Random(5)
    const rows = Float64Array.from({ length: 3 * 100_000 }, (_, i) => {
      const [from, to] = target.box[i % 3].map((end) => end * 0.6)
      return from + (to - from) * random.uniform()
    })
    const b = new Builder()
    const program = b.program('t', { y: target.logDensity(b, b.input('x', [100_000, 3])) })
    const volume = target.box.reduce((size, [from, to]) => size * 0.6 * (to - from), 1)
    const found = interpret(program, new Map([['x', rows]])).get('y')!
    const mass = (volume * Array.from(found).reduce((sum, value) => sum + Math.exp(value), 0)) / 100_000
    expect(mass).toBeCloseTo(1, 1)
  })

  it('lies along a line in one dimension', () => {
    expect(energyOf('gaussian-mixture', 1, { components: 3, radius: 2 }).target.modes).toEqual([[-2], [0], [2]])
  })
})
