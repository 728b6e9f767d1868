import { gradient } from '@shared/tensor/autodiff/vjp'
import { rationalQuadratic } from '@shared/flow/splines/rationalQuadratic'
import { knotsOf, rawWidth } from '@shared/flow/splines/knots'
import { Builder } from '@shared/tensor/ir/builder'
import type { Program } from '@shared/tensor/ir/program'
import { interpret, type ArrayType } from '@shared/tensor/runtime/interpreter/interpret'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'
import { into, isSolved, moved, variedCases } from './support/blocks'
import { expectClose } from './support/compare'
import { directions, flowOf, inputs, type Direction } from './support/runs'
import type { Flow } from '@shared/flow/flow'

/** Points at which something is about to break: nothing, tiny, at a spline's edge and just beyond, far, very far. */
const hard = [0, 1e-30, -1e-7, 4, -4, 4.000001, 37, -100, 1e4, -1e4]

/** Values, log-determinants and gradients of Σ value·10⁻⁴ + logDet. */
function valuesAndGradients(flow: Flow, direction: Direction, rows: number): Program {
  const b = new Builder()
  const x = b.input('rows', [rows, flow.dims])
  const whole = b.input('theta', [flow.size])
  const { value, logDet } = flow.trace(b, whole)[direction](x)
  const [dTheta, dRows] = gradient(b, b.add(b.mul(1e-4, b.sum(value)), b.sum(logDet)), [whole, x])
  return b.program('hard points', { value, logDet, dTheta, dRows })
}

describe.each(variedCases)('$name in single precision', ({ entry, create, from }) => {
  const seeds = isSolved(entry) ? [1] : [1, 2] // a solver takes the interpreter long
  it.each([1, 2, 5])('has finite values and gradients at hard points, for D = %i', (dims) => {
    const flow = flowOf(dims, [create(dims)])
    for (const direction of directions) {
      const program = valuesAndGradients(flow, direction, hard.length)
      const rows = Float64Array.from({ length: hard.length * dims }, (_, at) =>
        into(from[direction], hard[(at * 7) % hard.length]),
      )
      for (const seed of seeds) {
        const found = [...interpret(program, inputs(moved(flow, seed), rows), Float32Array).values()]
        expect(found.flatMap((values) => [...values]).filter((value) => !Number.isFinite(value))).toEqual([])
      }
    }
  })
})

describe('the rational-quadratic spline', () => {
  const [bins, bound] = [8, 3]
  const spline = rationalQuadratic(bins, bound)

  /** One spline per row, evaluated one way and differentiated by its input. */
  function evaluate(direction: Direction, raw: Float64Array, x: Float64Array, type: ArrayType = Float64Array) {
    const b = new Builder()
    const points = b.input('x', [x.length, 1])
    const numbers = b.input('raw', [x.length, 1, spline.width])
    const { value, logSlope } = spline[direction](b, numbers, points)
    const [slope, dRaw] = gradient(b, b.sum(value), [points, numbers])
    const [curvature, dRawLog] = gradient(b, b.sum(logSlope!), [points, numbers])
    const outputs = { value, logSlope: logSlope!, slope, dRaw, curvature, dRawLog }
    return interpret(
      b.program('spline', outputs),
      new Map([
        ['x', x],
        ['raw', raw],
      ]),
      type,
    )
  }

  /** The same spline for every row. */
  const repeated = (raw: Float64Array, times: number) =>
    Float64Array.from({ length: raw.length * times }, (_, i) => raw[i % raw.length])

  function edges(raw: Float64Array): number[] {
    const b = new Builder()
    const knots = knotsOf(b, b.input('raw', [rawWidth(bins)]), bins, bound)
    const found = interpret(b.program('knots', { left: knots.left }), new Map([['raw', raw]])).get('left')!
    return [...found, bound]
  }

  const rough = (seed: number) => {
    const random = new Random(seed)
    return Float64Array.from({ length: spline.width }, () => 3 * random.normal())
  }

  it.each([1, 2, 3])('is continuous with a continuous slope at every knot (seed %i)', (seed) => {
    const at = edges(rough(seed))
    const near = (gap: number) =>
      evaluate(
        'forward',
        repeated(rough(seed), at.length),
        Float64Array.from(at, (x) => x + gap),
      )
    const [below, above] = [near(-1e-11), near(1e-11)]
    expectClose(below.get('value')!, above.get('value')!, 1e-7)
    expectClose(below.get('slope')!, above.get('slope')!, 1e-4)
    expectClose([above.get('slope')![0], below.get('slope')![bins]], [1, 1], 1e-4)
  })

  it.each([1, 2, 3])('is the identity outside its box, with no gradient to its shape (seed %i)', (seed) => {
    const x = Float64Array.of(-1e4, -3.01, 3.01, 50, 1e4)
    for (const direction of directions) {
      const found = evaluate(direction, repeated(rough(seed), x.length), x)
      expect([...found.get('value')!]).toEqual([...x])
      expect([...found.get('logSlope')!]).toEqual([0, 0, 0, 0, 0])
      expect([...found.get('slope')!]).toEqual([1, 1, 1, 1, 1])
      for (const name of ['dRaw', 'dRawLog', 'curvature'])
        expect(found.get(name)!.every((value) => value === 0)).toBe(true)
    }
  })

  it('has finite values and gradients on and beside its knots in single precision, however rough', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const raw = rough(seed).map((value) => 2 * value)
      const x = Float64Array.from(edges(raw).flatMap((knot) => [knot, knot * (1 + 1e-7), knot * (1 - 1e-7)]))
      for (const direction of directions)
        for (const [name, values] of evaluate(direction, repeated(raw, x.length), x, Float32Array))
          expect(values.every(Number.isFinite), `${direction}: ${name}`).toBe(true)
    }
  })

  it('has finite values and gradients at any point in single precision, however rough', () => {
    const random = new Random(2)
    const raw = Float64Array.from({ length: 4000 * spline.width }, () => 6 * random.normal())
    const x = Float64Array.from({ length: 4000 }, () => bound * (2 * random.uniform() - 1))
    for (const direction of directions)
      for (const [name, values] of evaluate(direction, raw, x, Float32Array))
        expect(values.every(Number.isFinite), `${direction}: ${name}`).toBe(true)
  })

  it('has finite gradients where squares overflow single precision', () => {
    const x = Float64Array.of(-1e25, 1e25)
    for (const direction of directions)
      for (const [name, values] of evaluate(direction, repeated(rough(1), x.length), x, Float32Array))
        expect(values.every(Number.isFinite), `${direction}: ${name}`).toBe(true)
  })

  it('inverts itself to near single precision for moderate shapes', () => {
    const random = new Random(1)
    const raw = Float64Array.from({ length: 500 * spline.width }, () => random.normal())
    const x = Float64Array.from({ length: 500 }, () => 2 * random.normal())
    const there = evaluate('forward', raw, x, Float32Array).get('value')!
    const back = evaluate('inverse', raw, Float64Array.from(there), Float32Array).get('value')!
    expectClose(back, x, 1e-3)
  })
})
