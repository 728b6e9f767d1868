import { describe, expect, it } from 'vitest'
import type { Preprocessing } from '@shared/document/model'
import type { Transform } from '@shared/document/schema'
import { addNoise, gridWidth } from '@shared/learn/transforms/dequantise'
import { fitNoise, fitTransforms } from '@shared/learn/transforms/fit'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'

/** Every kind of step, of two columns. */
const steps: readonly Preprocessing[] = [
  { type: 'standardise', mean: [3, -1], scale: [2, 0.5] },
  { type: 'log', shift: [0.5, null] },
  { type: 'logit', lower: [null, -6], upper: [null, 7] },
  ...[0, 0.3, 1, 1.6, 2].map((lambda): Preprocessing => ({ type: 'yeo-johnson', lambda: [lambda, 2 - lambda] })),
  { type: 'whiten', mean: [1, 2], lower: [2, -0.7, 0.4] },
  { type: 'dequantise', width: [0.1, 0] },
]
const together: readonly Preprocessing[] = [
  { type: 'dequantise', width: [0, 1] },
  { type: 'log', shift: [0.5, null] },
  { type: 'yeo-johnson', lambda: [null, 0.4] },
  { type: 'whiten', mean: [1, 0.2], lower: [1.5, 0.3, 0.8] },
  { type: 'standardise', mean: [0.1, -0.2], scale: [0.9, 1.1] },
]
const chains: readonly (readonly [string, readonly Preprocessing[]])[] = [
  ...steps.map((step) => [step.type, [step]] as const),
  ['all after one another', together],
]
/** Within what every step takes. */
const points = (count: number) => {
  const random = new Random(4)
  return Float64Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? 0.2 + 4 * random.uniform() : 5 * random.uniform() - 2,
  )
}
const slogdet = (units: Units, u: Float64Array): number => {
  const h = 1e-5
  const at = (du: number, dv: number) => units.toNatural(Float64Array.of(u[0] + du, u[1] + dv))
  const [right, left, up, down] = [at(h, 0), at(-h, 0), at(0, h), at(0, -h)]
  const entry = (a: Float64Array, b: Float64Array, d: number) => (a[d] - b[d]) / (2 * h)
  const det = entry(right, left, 0) * entry(up, down, 1) - entry(right, left, 1) * entry(up, down, 0)
  return Math.log(Math.abs(det))
}

describe.each(chains)('preprocessing by %s', (_, preprocessing) => {
  const units = new Units(2, preprocessing)
  const x = points(50)
  const u = units.toFlow(x)

  it('comes back to where it was', () => {
    units.toNatural(u).forEach((value, i) => expect(Math.abs(value - x[i])).toBeLessThan(1e-9))
  })

  it('has the log-determinant of its finite differences', () => {
    units.logVolumes(u).forEach((volume, row) => {
      expect(Math.abs(volume - slogdet(units, u.slice(2 * row, 2 * row + 2)))).toBeLessThan(1e-6)
    })
  })

  it('writes the same into other rows, and says the mean of its volumes', () => {
    const into = new Float64Array(4)
    units.write(x, 6, into, 1)
    expect([...into.subarray(1, 3)]).toEqual([...u.subarray(6, 8)])
    const volumes = units.logVolumes(u)
    const mean = volumes.reduce((sum, value) => sum + value / volumes.length, 0)
    expect(units.meanLogVolume(u)).toBeCloseTo(mean, 10)
  })
})

describe('a density through preprocessing', () => {
  it('has mass 1 in natural units, and none where a step takes nothing', () => {
    const units = new Units(1, [
      { type: 'log', shift: [2] },
      { type: 'yeo-johnson', lambda: [1.4] },
      { type: 'standardise', mean: [0.3], scale: [0.7] },
    ])
    const step = 1e-3
    const x = Float64Array.from({ length: 60_000 }, (_, i) => -4 + i * step)
    const u = units.toFlow(x)
    const logNormal = u.map((value) => -0.5 * (value * value + Math.log(2 * Math.PI)))
    const density = units.naturalDensity(logNormal, u).map(Math.exp)
    expect(Math.abs(density.reduce((sum, p) => sum + p * step, 0) - 1)).toBeLessThan(1e-4)
    expect(density.filter((_, i) => x[i] <= -2).every((p) => p === 0)).toBe(true)
  })
})

describe('fitting transforms', () => {
  const columns = ['a', 'b']
  const rowsOf = () => {
    const random = new Random(9)
    return Float64Array.from({ length: 4000 }, (_, i) => {
      const z = random.normal()
      return i % 2 === 0 ? Math.exp(1 + 0.9 * z) : z * z * z
    })
  }
  const fitted = (transforms: readonly Transform[]) => {
    const values = rowsOf()
    const steps = fitTransforms(transforms, { name: 't', columns, values })
    return { steps, values }
  }

  it('takes rows along as the units of its steps do', () => {
    const { steps, values } = fitted([
      { kind: 'log', columns: ['a'], shift: 0 },
      { kind: 'yeo-johnson', columns: ['b'] },
      { kind: 'whiten' },
    ])
    if (!steps.ok) throw new Error(steps.issues[0].message)
    const units = new Units(2, steps.value)
    units.toFlow(rowsOf()).forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThan(1e-12))
    const moment = (c: number, d: number) =>
      values.reduce((s, v, i) => (i % 2 === c ? s + (v * values[i - c + d]) / 2000 : s), 0)
    expect(moment(0, 0)).toBeCloseTo(1, 9)
    expect(moment(1, 1)).toBeCloseTo(1, 9)
    expect(moment(0, 1)).toBeCloseTo(0, 9)
  })

  it.each<[Transform, RegExp]>([
    [{ kind: 'log', columns: ['b'], shift: 0 }, /logarithm does not take \d+ of 2000 training values of column "b"/],
    [{ kind: 'logit', columns: ['a'], lower: 0, upper: 1 }, /logit does not take/],
    [{ kind: 'logit', columns: ['a'], lower: 1, upper: 1 }, /expected a range/],
    [{ kind: 'standardise', columns: ['c'] }, /column "c", which is not learnt/],
  ])('refuses what a column has no values for: %o', (transform, words) => {
    const { steps } = fitted([transform])
    expect(steps.ok ? '' : steps.issues[0].message).toMatch(words)
  })

  it('does not whiten columns of which one follows from another', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? i : 3 * (i - 1)))
    const steps = fitTransforms([{ kind: 'whiten' }], { name: 't', columns, values })
    expect(steps.ok ? '' : steps.issues[0].message).toContain('follows from others')
  })
})

describe('dequantising', () => {
  it('finds the grid that all values lie on', () => {
    const grid = Float64Array.from({ length: 30 }, (_, i) => Math.fround(4.3 + 0.1 * (i % 12))).sort()
    expect(gridWidth(grid)).toBe(0.1)
    expect(gridWidth(Float64Array.of(0, 1, 2, 5, 100))).toBe(1)
    expect(gridWidth(Float64Array.of(0, 1, Math.PI, 5))).toBeNull()
    expect(gridWidth(Float64Array.of(2, 2))).toBeNull()
  })

  it('adds noise as wide as the grid, the same each time', () => {
    const rows = () => Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 40) : 0.5 * i))
    const step = fitNoise([{ kind: 'dequantise', columns: ['a'] }], { name: 't', columns: ['a', 'b'], values: rows() })
    expect(step).toEqual({ ok: true, value: { type: 'dequantise', width: [1, 0] } })
    const [once, again] = [rows(), rows()]
    addNoise(once, 2, [1, 0])
    addNoise(again, 2, [1, 0])
    expect(once).toEqual(again)
    once.forEach((value, i) => {
      const before = rows()[i]
      if (i % 2 === 1) expect(value).toBe(before)
      else expect(Math.abs(value - before)).toBeLessThanOrEqual(0.5)
    })
    expect(new Set(once).size).toBeGreaterThan(390)
  })
})
