import type { Lanes, Precision } from '@shared/tensor/backends/wasm/lanes'
import { binary, elementary } from '@shared/tensor/backends/wasm/maths'
import type { BinaryOp, UnaryOp } from '@shared/tensor/ir/op'
import { binaryFunctions, unaryFunctions } from '@shared/tensor/runtime/interpreter/pointwise'
import { describe, expect, it } from 'vitest'
import { exactErf } from './support/erf'
import { floats, rounded, specialNumbers, sweep, ulp, type Floats } from './support/floats'
import { arithmetics } from './support/kernel'
import { VectorRun } from './support/vector'

type FloatOp = Exclude<UnaryOp, 'not'>

interface Accuracy {
  /** Units in the last place by which a result may differ from the truth. */
  readonly ulps: Readonly<Record<Precision, number>>
  /** What comes closest to the truth. */
  readonly truth: (x: number) => number
  /** Results that may be 0 instead: below e^−86.9 or e^−708. */
  readonly flushes?: true
  /** Operands up to which there is a result; NaN beyond. */
  readonly limit?: Readonly<Record<Precision, number>>
}

const accuracy = (name: FloatOp, float32: number, float64: number, more: Partial<Accuracy> = {}): Accuracy => ({
  ulps: { float32, float64 },
  truth: unaryFunctions[name],
  ...more,
})

const limit = { float32: 1e6, float64: 1e8 }
const accuracies: { readonly [O in FloatOp]: Accuracy } = {
  neg: accuracy('neg', 0, 0),
  abs: accuracy('abs', 0, 0),
  sign: accuracy('sign', 0, 0),
  floor: accuracy('floor', 0, 0),
  stopGradient: accuracy('stopGradient', 0, 0),
  sqrt: accuracy('sqrt', 0.5001, 0),
  exp: accuracy('exp', 2, 2, { flushes: true }),
  expm1: accuracy('expm1', 3, 3),
  log: accuracy('log', 2, 2),
  log1p: accuracy('log1p', 3, 3),
  sin: accuracy('sin', 2, 2, { limit }),
  cos: accuracy('cos', 2, 2, { limit }),
  tanh: accuracy('tanh', 5, 4),
  sigmoid: accuracy('sigmoid', 3, 3, { flushes: true }),
  softplus: accuracy('softplus', 4, 4, { flushes: true }),
  erf: accuracy('erf', 6, 2, { truth: exactErf }),
}
const floatOps = Object.keys(accuracies) as FloatOp[]
const flushed = { float32: Math.exp(-86.9), float64: Math.exp(-708) }

/** Why `got` is not f(x), or null. Zeros of either sign are one. */
function complaint(name: FloatOp, lanes: Lanes, x: number, got: number): string | null {
  const { truth, ulps, flushes, limit: furthest } = accuracies[name]
  const { precision } = lanes
  const exact = Math.abs(x) > (furthest?.[precision] ?? Infinity) ? NaN : truth(x)
  const wanted = rounded(lanes, exact)
  if (flushes && got === 0 && Math.abs(exact) < flushed[precision]) return null
  if (!Number.isFinite(wanted)) return Object.is(wanted, got) ? null : `${name}(${x}) = ${got}, not ${wanted}`
  const distance = Math.abs(got - exact) / ulp(lanes, exact)
  return distance <= ulps[precision] ? null : `${name}(${x}) = ${got}, not ${wanted}: ${distance} ulp`
}

const complaints = (name: FloatOp, lanes: Lanes, x: Floats, y: Floats): string[] =>
  Array.from(x, (value, i) => complaint(name, lanes, value, y[i])).filter((text) => text !== null)

const unary = (name: UnaryOp, lanes: Lanes) => new VectorRun(lanes, 1, (f, [x]) => elementary[name](f, lanes, x))

/** The bits of a lane's truth value. */
const mask = (lanes: Lanes, truth: boolean) => (truth ? 'f' : '0').repeat(2 * lanes.bytes)
function laneBits(values: Floats, i: number): string {
  const bytes = new Uint8Array(
    values.buffer,
    values.byteOffset + i * values.BYTES_PER_ELEMENT,
    values.BYTES_PER_ELEMENT,
  )
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

describe.each(arithmetics)('vector functions, %s', (_, lanes) => {
  it.each(floatOps)('compute %s to the stated accuracy over all numbers', (name) => {
    const x = sweep(lanes)
    expect(complaints(name, lanes, x, unary(name, lanes).of(x))).toEqual([])
  })

  it.each(floatOps)('compute %s in each lane on its own', (name) => {
    const run = unary(name, lanes)
    const x = floats(lanes, [-0.75, 2.5, 40.25, 1e-3])
    const alone = Array.from(x, (value) => run.of(floats(lanes, new Array<number>(lanes.count).fill(value)))[0])
    for (const other of [NaN, Infinity, -1e30, 0])
      for (let at = 0; at < lanes.count; at++)
        x.forEach((value, i) => {
          const vector = new Array<number>(lanes.count).fill(other).with(at, value)
          expect(run.of(floats(lanes, vector))[at]).toBe(alone[i])
        })
  })

  it.each(['expm1', 'log1p', 'tanh', 'erf', 'sin'] as const)('keep every digit of %s near 0', (name) => {
    const tiny = lanes.precision === 'float32' ? -126 : -1000
    const x = floats(
      lanes,
      Array.from({ length: 4096 }, (_, i) => (i % 2 ? 1.37 : -1.81) * 2 ** ((tiny * i) / 4096)),
    )
    expect(complaints(name, lanes, x, unary(name, lanes).of(x))).toEqual([])
  })

  it.each(['sin', 'cos'] as const)('keep every digit of %s next to its zeros', (name) => {
    const quarter = (i: number) => (i * (i + 7) * Math.PI) / 2
    const x = floats(
      lanes,
      Array.from({ length: 700 }, (_, i) => (i % 2 ? quarter(i) : -quarter(i))),
    )
    expect(complaints(name, lanes, x, unary(name, lanes).of(x))).toEqual([])
  })

  it('have logarithms that are small next to 1 to every digit', () => {
    const x = floats(
      lanes,
      Array.from({ length: 2048 }, (_, i) => 1 + (i % 2 ? 1 : -0.5) * 2 ** (-i / 41)),
    )
    expect(complaints('log', lanes, x, unary('log', lanes).of(x))).toEqual([])
  })

  it.each(['tanh', 'erf', 'sigmoid', 'sin', 'cos'] as const)('never leave [−1, 1] by %s', (name) => {
    const y = unary(name, lanes).of(sweep(lanes))
    expect([...y].filter((value) => Math.abs(value) > 1)).toEqual([])
  })

  const pairs = specialNumbers.flatMap((a) => specialNumbers.map((b) => [a, b] as const))
  const [left, right] = [0, 1].map((k) => floats(lanes, pairs.map((pair) => pair[k]))) // prettier-ignore
  const two = (name: BinaryOp) => new VectorRun(lanes, 2, (f, [a, b]) => binary[name](f, lanes, a, b))

  it.each(['add', 'sub', 'mul', 'div', 'max', 'min'] as const)('compute %s of any two numbers', (name) => {
    const y = two(name).of(left, right)
    const wanted = Array.from(left, (a, i) => rounded(lanes, binaryFunctions[name](a, right[i])))
    expect([...y].map((value) => value + 0)).toEqual(wanted.map((value) => value + 0)) // zeros of either sign are one
  })

  it.each(['less', 'lessEqual', 'equal'] as const)('give masks for %s of any two numbers', (name) => {
    const y = two(name).of(left, right)
    Array.from(left).forEach((a, i) => {
      expect(laneBits(y, i)).toBe(mask(lanes, binaryFunctions[name](a, right[i]) === 1))
    })
  })

  it.each(['and', 'or', 'not'] as const)('combine masks by %s', (name) => {
    const a = floats(lanes, [1, 1, 0, 0])
    const b = floats(lanes, [1, 0, 1, 0])
    const run = new VectorRun(lanes, 2, (f, values) => {
      const [first, second] = values.map((x) => f.let(lanes.less(lanes.constant(0), x)))
      return name === 'not' ? elementary.not(f, lanes, first) : binary[name](f, lanes, first, second)
    })
    const y = run.of(a, b)
    a.forEach((value, i) => {
      const wanted = name === 'not' ? unaryFunctions.not(value) : binaryFunctions[name](value, b[i])
      expect(laneBits(y, i)).toBe(mask(lanes, wanted === 1))
    })
  })
})
