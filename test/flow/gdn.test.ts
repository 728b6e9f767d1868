import { readFileSync } from 'node:fs'
import { blockEntry } from '@shared/catalogue/registry'
import type { Settings } from '@shared/catalogue/types'
import { invert } from '@shared/flow/invert'
import { eliminate } from '@shared/flow/linear/dominant'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { create, moved, normalRows } from './support/blocks'
import { expectClose, logAbsDeterminant, relativeError } from './support/compare'
import { massOnSquare } from './support/mass'
import { rawPositive, thetaOf } from './support/parameters'
import { flowOf, inputs, run } from './support/runs'

type Matrix = readonly (readonly number[])[]

const block = (dims: number, settings: Settings = {}) => create(blockEntry('gdn')!, dims, settings)
const gdn = (dims: number, settings: Settings = {}) => flowOf(dims, [block(dims, settings)])

/** θ with this β and γ; rows of γ must sum to less than 0.999 / r². */
function made(beta: readonly number[], gamma: Matrix, reach: number) {
  const flow = gdn(beta.length, { reach })
  const shares = gamma.map((row) => row.map((entry) => (entry * reach * reach) / 0.999))
  const pool = shares.flatMap((row) => {
    const rest = 1 - row.reduce((total, share) => total + share, 0)
    return row.map((share) => Math.log(share / rest))
  })
  return { flow, theta: thetaOf(flow, { floor: beta.map(rawPositive), pool }) }
}

/** Written by test/fixtures/parity/make_gdn.py. */
interface Fixture {
  readonly reach: number
  readonly beta: readonly number[]
  readonly gamma: Matrix
  readonly points: Matrix
  readonly value: Matrix
  readonly logDet: readonly number[]
}
const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/parity/gdn.json', import.meta.url), 'utf8'),
) as readonly Fixture[]

describe('divisive normalisation', () => {
  it.each(fixtures)('has the images of compressai, and its Jacobian, for reach $reach', (fixture) => {
    const { flow, theta } = made(fixture.beta, fixture.gamma, fixture.reach)
    const ours = run(flow, theta, 'inverse', Float64Array.from(fixture.points.flat()))
    expectClose(ours.value, fixture.value.flat(), 1e-9)
    expectClose(ours.logDet, fixture.logDet, 1e-9)
  })

  it.each([1, 2, 3])('has an x for every z of its box, whatever its parameters, corners and all (seed %i)', (seed) => {
    const flow = gdn(3, { reach: 4 })
    const theta = moved(flow, seed, 6)
    const random = new Random(seed)
    const z = Float64Array.from({ length: 600 }, (_, at) =>
      at < 60 ? 4 * Math.sign(random.normal()) : 4 * (2 * random.uniform() - 1),
    )
    const there = run(flow, theta, 'forward', z)
    expect([...there.logDet].every(Number.isFinite)).toBe(true)
    expectClose(run(flow, theta, 'inverse', Float64Array.from(there.value)).value, z, 1e-9)
  })

  it('takes points beyond its box back, up to where x goes to infinity', () => {
    const { flow, theta } = made([1, 1], [[0.03, 0.005], [0.002, 0.035]], 5) // prettier-ignore
    const x = normalRows(200, 2, 1, 30)
    const there = run(flow, theta, 'inverse', x)
    expect(Math.max(...there.value)).toBeGreaterThan(5)
    expectClose(run(flow, theta, 'forward', Float64Array.from(there.value)).value, x, 1e-8)
  })

  it('gives a point and log|det| −∞ beyond the edge, with finite gradients, in either precision', () => {
    const gamma = 0.03
    const { flow, theta } = made([1, 2], [[gamma, 1e-9], [1e-9, gamma]], 5) // prettier-ignore
    const edge = 1 / Math.sqrt(gamma)
    const rows = Float64Array.of(edge * 0.999, 0, edge * 1.001, 0, 0, -edge * 1.001, 1e4, -1e4, 6, -1e3)
    for (const type of [Float64Array, Float32Array]) {
      const { value, logDet } = run(flow, theta, 'forward', rows, type)
      expect([...logDet].map((nats) => nats === -Infinity)).toEqual([false, true, true, true, true])
      expect([...value].every(Number.isFinite)).toBe(true)
      const b = new Builder()
      const [z, whole] = [b.input('rows', [5, 2]), b.input('theta', [flow.size])]
      const found = flow.trace(b, whole).forward(z)
      const [dTheta, dRows] = gradient(b, b.add(b.mul(1e-4, b.sum(found.value)), b.sum(found.logDet)), [whole, z])
      for (const values of interpret(b.program('edge', { dTheta, dRows }), inputs(theta, rows), type).values())
        expect([...values].every(Number.isFinite)).toBe(true)
    }
  })

  it('keeps the digits of its log-determinant in single precision far from the origin', () => {
    for (const dims of [1, 2, 5]) {
      const flow = gdn(dims)
      const theta = moved(flow, 2, 1)
      const x = normalRows(40, dims, 3, 3e3)
      const [single, double] = [Float32Array, Float64Array].map((type) => run(flow, theta, 'inverse', x, type))
      expect(relativeError(single.logDet, double.logDet)).toBeLessThan(1e-5)
    }
  })

  it.each([1, 2, 3])('leaves a density of mass 1, either way round (seed %i)', (seed) => {
    const flow = gdn(2)
    expect(Math.abs(massOnSquare(flow, moved(flow, seed, 1), 30) - 1)).toBeLessThan(1e-3)
    const inverted = flowOf(2, [invert(block(2, { reach: 3 }))])
    expect(Math.abs(massOnSquare(inverted, moved(inverted, seed, 1), 8, 400) - 1)).toBeLessThan(1e-3)
  })
})

describe('elimination of dominant systems', () => {
  const [rows, n] = [20, 6]
  /** Nonnegative P, excess and right-hand sides; the excess as small as 10⁻¹². */
  const drawn = (seed: number) => {
    const random = new Random(seed)
    const draw = (count: number, power: number) =>
      Float64Array.from({ length: count }, () => random.uniform() * 10 ** (-power * random.uniform()))
    return new Map([
      ['off', draw(rows * n * n, 3)],
      ['excess', draw(rows * n, 12)],
      ['right', draw(rows * n, 3)],
    ])
  }
  const solved = (values: ReadonlyMap<string, Float64Array>, type: typeof Float32Array | typeof Float64Array) => {
    const b = new Builder()
    const [off, excess, right] = [
      b.input('off', [rows, n, n]),
      b.input('excess', [rows, n]),
      b.input('right', [rows, n]),
    ]
    const { pivots, solution } = eliminate(b, { off, excess, right })
    return interpret(b.program('system', { pivots, solution }), new Map(values), type)
  }

  it('solves them, with the determinant as the product of the pivots', () => {
    const values = drawn(1)
    const [off, excess, right] = [values.get('off')!, values.get('excess')!, values.get('right')!]
    const found = solved(values, Float64Array)
    for (let row = 0; row < rows; row++) {
      const p = (i: number, j: number) => (i === j ? 0 : off[(row * n + i) * n + j])
      const indices = [...Array(n).keys()]
      const diagonal = indices.map((i) => excess[row * n + i] + indices.reduce((total, j) => total + p(i, j), 0))
      const matrix = indices.map((i) => indices.map((j) => (i === j ? diagonal[i] : 0) - p(i, j)))
      const u = found.get('solution')!.slice(row * n, (row + 1) * n)
      // the residual is of the size of A u, which cancels
      indices.forEach((i) => {
        const residual = matrix[i].reduce((total, entry, j) => total + entry * u[j], 0) - right[row * n + i]
        expect(Math.abs(residual)).toBeLessThan(1e-13 * (1 + diagonal[i] * u[i]))
      })
      const logPivots = [...found.get('pivots')!.slice(row * n, (row + 1) * n)].map(Math.log)
      const total = logPivots.reduce((sum, log) => sum + log, 0)
      expectClose([total], [logAbsDeterminant(matrix)], 1e-4) // that one, with subtractions, is the less exact
    }
  })

  it('loses no digits in single precision, however nearly singular they are', () => {
    const values = drawn(2)
    const rounded = new Map([...values].map(([name, array]) => [name, Float64Array.from(Float32Array.from(array))]))
    const [single, double] = [solved(rounded, Float32Array), solved(rounded, Float64Array)]
    for (const name of ['pivots', 'solution']) {
      const exact = double.get(name)!
      const worst = Math.max(...[...single.get(name)!].map((value, i) => Math.abs(value / exact[i] - 1)))
      expect(worst).toBeLessThan(1e-5)
    }
  })
})
