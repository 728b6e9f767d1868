import { initialiseFromData } from '@shared/flow/initialise'
import { logGammaHalfStep } from '@shared/flow/bases/gammaRatio'
import { kMeans } from '@shared/flow/bases/kMeans'
import { moments } from '@shared/flow/moments'
import { positiveNumber, rawOfPositive } from '@shared/flow/positive'
import { logGamma } from '@shared/math/logGamma'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { baseOf } from './support/bases'
import { create, fresh, normalRows } from './support/blocks'
import { expectClose } from './support/compare'
import { flowOf, logDensities } from './support/runs'
import { blocks } from '@shared/catalogue/registry'

const data = (dims: number) => normalRows(64, dims, 11).map((value, at) => 7 + (at % dims) + 2.5 * value)

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((total, v) => total + v, 0) / values.length

describe.each(['diagonal-normal', 'full-normal'])('the start of the base %s', (type) => {
  it.each([1, 2, 5])('draws with the mean and deviation of the first batch, for D = %i', (dims) => {
    const flow = flowOf(dims, [], baseOf(type, dims))
    const theta = initialiseFromData(flow, fresh(flow, 1), data(dims))
    const [found, expected] = [moments(flow.sampleBase(theta, new Random(1), 40_000), dims), moments(data(dims), dims)]
    expectClose(found.mean, expected.mean, 0.02)
    expectClose(found.deviation, expected.deviation, 0.02)
  })

  it('comes after the blocks, from what they leave', () => {
    const actnorm = create(
      blocks.find((entry) => entry.type === 'actnorm')!,
      2,
    )
    const flow = flowOf(2, [actnorm], baseOf(type, 2))
    const theta = initialiseFromData(flow, fresh(flow, 1), data(2))
    const place = flow.place('base', 'mean')
    expectClose(theta.subarray(place.offset, place.offset + place.size), [0, 0], 1e-12)
  })
})

describe('the start of a mixture', () => {
  /** Three bumps far apart, of 30, 50 and 20 rows. */
  const bumps = [[-8, 0], [6, 6], [5, -7]] as const // prettier-ignore
  const counts = [30, 50, 20]
  const random = new Random(3)
  const rows = Float64Array.from(
    bumps.flatMap((at, k) =>
      Array.from({ length: counts[k] }, () => [at[0] + 0.5 * random.normal(), at[1] + random.normal()]).flat(),
    ),
  )

  it('puts a component on each bump, with its share and deviations', () => {
    const flow = flowOf(2, [], baseOf('mixture', 2, { components: 3 }))
    const theta = initialiseFromData(flow, fresh(flow, 1), rows, new Random(4))
    const of = (name: string) => {
      const { offset, size } = flow.place('base', name)
      return theta.subarray(offset, offset + size)
    }
    const order = [0, 1, 2].sort((a, b) => of('means')[2 * a] - of('means')[2 * b])
    const found = order.map((k) => [...of('means').subarray(2 * k, 2 * k + 2)])
    const sorted = [0, 2, 1] // by where they lie across
    found.forEach((centre, i) => expectClose(centre, bumps[sorted[i]], 0.3))
    order.forEach((k, i) => {
      expect(Math.exp(of('logits')[k])).toBeCloseTo(counts[sorted[i]] + 0.5, 8)
      expect(positiveNumber(of('deviations')[2 * k])).toBeCloseTo(0.5, 0)
    })
    // better than one normal, by about the entropy of the shares
    const single = flowOf(2, [], baseOf('full-normal', 2))
    const one = mean(logDensities(single, initialiseFromData(single, fresh(single, 1), rows), rows))
    expect(mean(logDensities(flow, theta, rows))).toBeGreaterThan(one + 1)
  })

  it('is finite with more components than rows, or rows that are all alike', () => {
    const flow = flowOf(2, [], baseOf('mixture', 2, { components: 64 }))
    for (const few of [rows.subarray(0, 20), new Float64Array(20).fill(3)]) {
      const theta = initialiseFromData(flow, fresh(flow, 1), Float64Array.from(few))
      expect(theta.every(Number.isFinite)).toBe(true)
      expect(logDensities(flow, theta, rows).every(Number.isFinite)).toBe(true)
    }
  })

  it('has every row in the cluster of its nearest centre', () => {
    const { centres, owners } = kMeans(rows, 2, 5, new Random(1))
    const square = (row: number, c: number) =>
      (rows[2 * row] - centres[2 * c]) ** 2 + (rows[2 * row + 1] - centres[2 * c + 1]) ** 2
    owners.forEach((owner, row) => {
      for (let c = 0; c < 5; c++) expect(square(row, owner)).toBeLessThanOrEqual(square(row, c))
    })
  })
})

describe('a Student-t base with learnt degrees of freedom', () => {
  it.each([1, 5, 100])('starts as the one with %d', (degrees) => {
    const [fixed, learnt] = [false, true].map((on) => flowOf(3, [], baseOf('student-t', 3, { degrees, learnt: on })))
    const rows = normalRows(50, 3, 1, 5)
    const expected = logDensities(fixed, new Float64Array(), rows)
    expectClose(logDensities(learnt, fresh(learnt, 1), rows), expected, 1e-11)
  })

  it('knows ln Γ(x + ½) − ln Γ(x) and its derivative for every x', () => {
    const x = Float64Array.from({ length: 400 }, (_, i) => 10 ** (i / 50 - 3))
    const b = new Builder()
    const node = b.input('x', [x.length])
    const value = logGammaHalfStep(b, node)
    const [slope] = gradient(b, b.sum(value), [node])
    const found = interpret(b.program('ratio', { value, slope }), new Map([['x', x]]))
    // the reference loses digits where both logarithms are large
    const scale = x.map((v) => 1e-12 + 4e-15 * Math.abs(logGamma(v)))
    x.forEach((v, i) =>
      expect(Math.abs(found.get('value')![i] - (logGamma(v + 0.5) - logGamma(v)))).toBeLessThan(scale[i]),
    )
    // ψ(n + ½) − ψ(n) = 2 Σ_{k<n} 1/(2k + 1) − Σ_{0<k<n} 1/k − 2 ln 2, and the recurrence in x
    const psi = (n: number) =>
      Array.from({ length: n }, (_, k) => 2 / (2 * k + 1) - (k > 0 ? 1 / k : 0)).reduce((s, t) => s + t, 0) -
      2 * Math.LN2
    for (const n of [1, 10, 100]) {
      const at = x.findIndex((v) => Math.abs(v / n - 1) < 1e-9)
      expect(found.get('slope')![at]).toBeCloseTo(psi(n), 10)
    }
  })
})

it.each([0.0011, 0.02, 1, 7, 900])('positive numbers come back from what they are learnt as: %d', (value) => {
  expect(positiveNumber(rawOfPositive(value)) / value).toBeCloseTo(1, 12)
})
