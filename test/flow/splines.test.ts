import { readFileSync } from 'node:fs'
import { circular } from '@shared/flow/splines/circular'
import { cubic } from '@shared/flow/splines/cubic'
import { linear } from '@shared/flow/splines/linear'
import { linearRational } from '@shared/flow/splines/linearRational'
import { quadratic } from '@shared/flow/splines/quadratic'
import { rationalQuadratic } from '@shared/flow/splines/rationalQuadratic'
import type { Transformer } from '@shared/flow/transformers/transformer'
import { Random } from '@shared/math/random'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { describe, expect, it } from 'vitest'
import { expectClose } from './support/compare'
import { directions, type Direction } from './support/runs'

const kinds = { linear, quadratic, cubic, 'linear-rational': linearRational, 'rational-quadratic': rationalQuadratic }
const [bins, bound] = [6, 3]

/** One spline per point, evaluated one way, with the gradients of its values and log-slopes. */
function evaluate(
  spline: Transformer,
  direction: Direction,
  raw: Float64Array,
  x: ArrayLike<number>,
  type: ArrayType = Float64Array,
) {
  const b = new Builder()
  const points = b.input('x', [x.length, 1])
  const numbers = b.input('raw', [x.length, 1, spline.width])
  const { value, logSlope } = spline[direction](b, numbers, points)
  const [slope, dRaw] = gradient(b, b.sum(value), [points, numbers])
  const [curvature, dRawLog] = gradient(b, b.sum(logSlope!), [points, numbers])
  const program = b.program('spline', { value, logSlope: logSlope!, slope, dRaw, curvature, dRawLog })
  const found = interpret(program, new Map([...Object.entries({ x: Float64Array.from(x), raw })]), type)
  return (name: string) => Float64Array.from(found.get(name)!)
}

const repeated = (raw: ArrayLike<number>, times: number) =>
  Float64Array.from({ length: raw.length * times }, (_, i) => raw[i % raw.length])

const rough = (spline: Transformer, seed: number, rows = 1, spread = 2) => {
  const random = new Random(seed)
  return Float64Array.from({ length: rows * spline.width }, () => spread * random.normal())
}

describe.each(Object.entries(kinds))('the %s spline', (name, make) => {
  const spline = make(bins, bound)
  const seeds = [1, 2, 3]

  it.each(seeds)('maps its box onto itself, and is the identity outside (seed %i)', (seed) => {
    for (const direction of directions) {
      const at = evaluate(spline, direction, repeated(rough(spline, seed), 7), [-1e4, -3.01, -3, 0.5, 3, 3.01, 1e4])
      expectClose([...at('value')].toSpliced(3, 1), [-1e4, -3.01, -3, 3, 3.01, 1e4], 1e-12)
      expect([0, 1, 5, 6].map((i) => at('logSlope')[i])).toEqual([0, 0, 0, 0])
      expect([0, 1, 5, 6].map((i) => at('slope')[i])).toEqual([1, 1, 1, 1])
    }
  })

  it.each(seeds)('rises without a jump across its box (seed %i)', (seed) => {
    const n = 8000
    const x = Float64Array.from({ length: n }, (_, i) => -bound + (2 * bound * (i + 0.5)) / n)
    const at = evaluate(spline, 'forward', repeated(rough(spline, seed, 1, 1), n), x)
    const [value, slope] = [at('value'), at('slope')]
    const top = Math.max(...slope)
    for (let i = 1; i < n; i++) {
      expect(value[i]).toBeGreaterThan(value[i - 1])
      expect(value[i] - value[i - 1]).toBeLessThan(1.5 * top * (x[i] - x[i - 1]))
    }
    expectClose(at('logSlope'), slope.map(Math.log), 1e-9)
  })

  it(`${name === 'linear' || name === 'cubic' ? 'may change' : 'keeps'} its slope at ±B`, () => {
    const just = bound * (1 - 1e-10)
    const slopes = evaluate(spline, 'forward', repeated(rough(spline, 1), 2), [-just, just])('slope')
    const apart = Math.max(...slopes.map((slope) => Math.abs(slope - 1)))
    if (name === 'linear' || name === 'cubic') expect(apart).toBeGreaterThan(1e-2)
    else expect(apart).toBeLessThan(1e-5)
  })

  it('has finite values and gradients in single precision, however rough', () => {
    const random = new Random(2)
    const x = Float64Array.from({ length: 2000 }, () => bound * (2 * random.uniform() - 1))
    for (const direction of directions) {
      const at = evaluate(spline, direction, rough(spline, 4, x.length, 6), x, Float32Array)
      for (const output of ['value', 'logSlope', 'slope', 'dRaw', 'curvature', 'dRawLog'])
        expect(at(output).every(Number.isFinite), `${direction}: ${output}`).toBe(true)
    }
  })
})

describe('the circular spline', () => {
  const spline = circular(bins)

  it.each([1, 2, 3])('has no seam at ±π, in density or in its place on the circle (seed %i)', (seed) => {
    for (const direction of directions) {
      const raw = rough(spline, seed)
      const at = evaluate(spline, direction, repeated(raw, 2), [-Math.PI + 1e-11, Math.PI - 1e-11])
      const [first, last] = at('value')
      expectClose([Math.sin(first), Math.cos(first)], [Math.sin(last), Math.cos(last)], 1e-8)
      expectClose([at('logSlope')[0]], [at('logSlope')[1]], 1e-6)
    }
  })

  it.each([1, 2, 3])('has no seam at the point that goes to ±π (seed %i)', (seed) => {
    for (const [there, back] of [directions, [...directions].reverse()]) {
      const raw = rough(spline, seed)
      const [cut] = evaluate(spline, back, raw, [Math.PI])('value')
      const at = evaluate(spline, there, repeated(raw, 2), [cut - 1e-11, cut + 1e-11])
      const [first, last] = at('value')
      expect(Math.abs(first - last)).toBeGreaterThan(6) // one lies at π, one at −π
      expectClose([at('logSlope')[0]], [at('logSlope')[1]], 1e-6)
    }
  })

  it('keeps all of the probability: its density integrates to one round the circle', () => {
    const n = 20_000
    const x = Float64Array.from({ length: n }, (_, i) => -Math.PI + (2 * Math.PI * (i + 0.5)) / n)
    for (const direction of directions) {
      const slopes = evaluate(spline, direction, repeated(rough(spline, 5, 1, 1), n), x)('logSlope').map(Math.exp)
      expectClose([slopes.reduce((total, slope) => total + slope, 0) / n], [1], 1e-5)
    }
  })

  it('stays on the circle in single precision, so that the next circular block takes every point', () => {
    const n = 2000
    const last = Math.fround(Math.PI)
    for (const direction of directions) {
      const near = [-last, last, 3.1415925, 3.1415923]
      const x = Float64Array.from({ length: n }, (_, i) => near[i % near.length])
      const raw = rough(spline, 3, n).map((value, i) => (i % spline.width === spline.width - 1 ? 0 : value)) // no turn
      const at = evaluate(spline, direction, raw, x, Float32Array)
      expect(Math.max(...at('value').map(Math.abs))).toBeLessThanOrEqual(last)
      expect(at('logSlope').every(Number.isFinite)).toBe(true)
    }
  })

  it('gives a point outside [−π, π] a finite place inside and no density, with no gradient', () => {
    for (const direction of directions) {
      const at = evaluate(spline, direction, repeated(rough(spline, 1), 3), [-3.2, 4, 1e6])
      for (const value of at('value')) expect(Math.abs(value)).toBeLessThanOrEqual(Math.PI)
      expect([...at('logSlope')]).toEqual([-Infinity, -Infinity, -Infinity])
      for (const output of ['slope', 'curvature', 'dRaw', 'dRawLog'])
        expect(at(output).every(Number.isFinite), output).toBe(true)
    }
  })
})

/** Written by test/fixtures/parity/make_splines.py. */
interface Fixture {
  readonly bins: number
  readonly bound: number
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly raw: readonly (readonly number[])[]
        readonly points: readonly (readonly number[])[]
        readonly value: readonly number[]
        readonly logSlope: readonly number[]
      }
    >
  >
}

describe('splines of other libraries with the same numbers', () => {
  const fixture = JSON.parse(
    readFileSync(new URL('../fixtures/parity/splines.json', import.meta.url), 'utf8'),
  ) as Fixture

  it.each(['linear', 'quadratic', 'cubic', 'linear-rational', 'circular'] as const)('are ours to 1e-6: %s', (kind) => {
    const { raw, points, value, logSlope } = fixture.cases[kind]
    const spline = kind === 'circular' ? circular(fixture.bins) : kinds[kind](fixture.bins, fixture.bound)
    const numbers = raw.flatMap((shape) => [...repeated(shape, points[0].length)])
    const there = evaluate(spline, 'forward', Float64Array.from(numbers), points.flat())
    expectClose(there('value'), value, 1e-6, 'value')
    expectClose(there('logSlope'), logSlope, 1e-6, 'log-slope')
    const back = evaluate(spline, 'inverse', Float64Array.from(numbers), value)
    expectClose(back('value'), points.flat(), 1e-6, 'inverse')
    expectClose(
      back('logSlope'),
      logSlope.map((nats) => -nats),
      1e-6,
      'inverse log-slope',
    )
  })
})
