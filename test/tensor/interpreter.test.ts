import { describe, expect, it } from 'vitest'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Op } from '@shared/tensor/ir/op'
import type { Node } from '@shared/tensor/ir/program'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { erf } from '@shared/tensor/runtime/interpreter/scalar'
import { evaluate, valueOf } from './support/run'

type Write = (b: Builder) => Node
type Example = readonly [Write, readonly number[]]

const vector = (b: Builder, ...values: number[]) => b.constant(values, [values.length])
const grid = (b: Builder) => b.constant([1, 2, 3, 4, 5, 6], [2, 3])

const unary =
  (op: Op, x: readonly number[]): Write =>
  (b) =>
    b.emit(op, [vector(b, ...x)], {} as never)
const binary =
  (op: Op, x: readonly number[], y: readonly number[]): Write =>
  (b) =>
    b.emit(op, [vector(b, ...x), vector(b, ...y)], {} as never)
const seen =
  (truth: Write): Write =>
  (b) =>
    b.select(truth(b), 1, 0)
const truths = (b: Builder, ...values: number[]) =>
  b.emit('constant', [], { values: Float64Array.from(values), shape: [values.length], dtype: 'bool' })

/** What each op means, worked out by hand. */
const examples: { readonly [O in Op]: readonly Example[] } = {
  input: [],
  constant: [[(b) => vector(b, 1, -2.5), [1, -2.5]]],
  neg: [[unary('neg', [1, -2, 0]), [-1, 2, -0]]],
  abs: [[unary('abs', [1, -2, -0]), [1, 2, 0]]],
  sign: [[unary('sign', [3, -0.1, 0]), [1, -1, 0]]],
  floor: [[unary('floor', [1.7, -1.2, 2]), [1, -2, 2]]],
  exp: [[unary('exp', [0, 1, -Infinity]), [1, 2.718281828459045, 0]]],
  expm1: [[unary('expm1', [0, 1e-10]), [0, 1.00000000005e-10]]],
  log: [[unary('log', [1, Math.E, 0]), [0, 1, -Infinity]]],
  log1p: [[unary('log1p', [0, 1e-10]), [0, 9.9999999995e-11]]],
  sqrt: [[unary('sqrt', [0, 2, 9]), [0, 1.4142135623730951, 3]]],
  sin: [[unary('sin', [0, Math.PI / 6]), [0, 0.5]]],
  cos: [[unary('cos', [0, Math.PI / 3]), [1, 0.5]]],
  tanh: [[unary('tanh', [0, Math.log(3) / 2, 1000]), [0, 0.5, 1]]],
  sigmoid: [[unary('sigmoid', [0, Math.log(3), -800]), [0.5, 0.75, 0]]],
  softplus: [[unary('softplus', [0, 800, -800]), [Math.LN2, 800, 0]]],
  erf: [[unary('erf', [0, 0.5, -1, 3]), [0, 0.5204998778130465, -0.8427007929497149, 0.9999779095030014]]],
  not: [[seen((b) => b.not(truths(b, 1, 0))), [0, 1]]],
  stopGradient: [[unary('stopGradient', [1, 2]), [1, 2]]],
  add: [
    [binary('add', [1, 2], [10, 20]), [11, 22]],
    [(b) => b.add(grid(b), vector(b, 10, 20, 30)), [11, 22, 33, 14, 25, 36]],
    [(b) => b.add(b.constant([1, 2], [2, 1]), vector(b, 10, 20, 30)), [11, 21, 31, 12, 22, 32]],
    [(b) => b.add(grid(b), 1), [2, 3, 4, 5, 6, 7]],
    [(b) => b.add(1, grid(b)), [2, 3, 4, 5, 6, 7]],
  ],
  sub: [[binary('sub', [1, 2], [10, 30]), [-9, -28]]],
  mul: [[binary('mul', [2, -3], [10, 30]), [20, -90]]],
  div: [[binary('div', [1, 1], [4, 0]), [0.25, Infinity]]],
  max: [[binary('max', [1, 5, NaN], [2, -5, 0]), [2, 5, NaN]]],
  min: [[binary('min', [1, 5, NaN], [2, -5, 0]), [1, -5, NaN]]],
  less: [[seen(binary('less', [1, 2, 3], [2, 2, 2])), [1, 0, 0]]],
  lessEqual: [[seen(binary('lessEqual', [1, 2, 3], [2, 2, 2])), [1, 1, 0]]],
  equal: [[seen(binary('equal', [1, 2, NaN], [2, 2, NaN])), [0, 1, 0]]],
  and: [[seen((b) => b.and(truths(b, 0, 0, 1, 1), truths(b, 0, 1, 0, 1))), [0, 0, 0, 1]]],
  or: [[seen((b) => b.or(truths(b, 0, 0, 1, 1), truths(b, 0, 1, 0, 1))), [0, 1, 1, 1]]],
  select: [
    [(b) => b.select(truths(b, 1, 0, 1), vector(b, 1, NaN, 3), 7), [1, 7, 3]],
    [(b) => b.select(b.reshape(truths(b, 1, 0), [2, 1]), vector(b, 1, 2), 0), [1, 2, 0, 0]],
  ],
  reshape: [[(b) => b.sum(b.reshape(grid(b), [3, 2]), [0]), [9, 12]]],
  transpose: [
    [(b) => b.transpose(grid(b)), [1, 4, 2, 5, 3, 6]],
    [(b) => b.transpose(b.constant([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]), [1, 2, 0]), [1, 5, 2, 6, 3, 7, 4, 8]],
  ],
  broadcast: [
    [(b) => b.broadcast(vector(b, 1, 2), [2, 2]), [1, 2, 1, 2]],
    [(b) => b.broadcast(b.constant([1, 2], [2, 1]), [2, 3]), [1, 1, 1, 2, 2, 2]],
  ],
  concat: [
    [(b) => b.concat([grid(b), b.constant([8, 9], [2, 1])], 1), [1, 2, 3, 8, 4, 5, 6, 9]],
    [(b) => b.concat([vector(b, 1), vector(b, 2, 3)], 0), [1, 2, 3]],
  ],
  take: [
    [(b) => b.take(grid(b), [2, 0, 2]), [3, 1, 3, 6, 4, 6]],
    [(b) => b.take(grid(b), [1], 0), [4, 5, 6]],
    [(b) => b.slice(grid(b), 1, 3), [2, 3, 5, 6]],
  ],
  put: [
    [(b) => b.put(vector(b, 1, 2, 4), [3, 0, 3], 4), [2, 0, 0, 5]],
    [(b) => b.put(grid(b), [1, 0], 3, 0), [4, 5, 6, 1, 2, 3, 0, 0, 0]],
  ],
  gather: [[(b) => b.gather(grid(b), vector(b, 2, 0)), [3, 4]]],
  scatter: [[(b) => b.scatter(vector(b, 7, 8), vector(b, 2, 0), 3), [0, 0, 7, 8, 0, 0]]],
  sum: [
    [(b) => b.sum(grid(b)), [21]],
    [(b) => b.sum(grid(b), [0]), [5, 7, 9]],
    [(b) => b.mean(grid(b), [-1]), [2, 5]],
  ],
  maxReduce: [
    [(b) => b.maxReduce(b.neg(grid(b))), [-1]],
    [(b) => b.maxReduce(grid(b), [1]), [3, 6]],
  ],
  cumsum: [
    [(b) => b.cumsum(grid(b)), [1, 3, 6, 4, 9, 15]],
    [(b) => b.cumsum(grid(b), -1, { reverse: true }), [6, 5, 3, 15, 11, 6]],
    [(b) => b.cumsum(grid(b), -1, { exclusive: true }), [0, 1, 3, 0, 4, 9]],
    [(b) => b.cumsum(grid(b), -1, { reverse: true, exclusive: true }), [5, 3, 0, 11, 6, 0]],
    [(b) => b.cumsum(grid(b), 0), [1, 2, 3, 5, 7, 9]],
  ],
  matmul: [
    [(b) => b.matmul(grid(b), b.constant([1, 0, -1, 2, 0, 1], [3, 2])), [-1, 7, -1, 16]],
    [(b) => b.matmul(grid(b), grid(b), { transposeB: true }), [14, 32, 32, 77]],
    [(b) => b.matmul(grid(b), b.constant([1, 1], [2, 1]), { transposeA: true }), [5, 7, 9]],
    [(b) => b.matmul(b.constant([1, 2, 3, 4], [2, 1, 2]), b.constant([1, 1, 1, -1], [2, 2, 1])), [3, -1]],
  ],
  triangularSolve: [
    [(b) => b.triangularSolve(b.constant([2, 99, 3, 4], [2, 2]), b.constant([2, 11], [2, 1])), [1, 2]],
    [(b) => b.triangularSolve(b.constant([2, 3, 99, 4], [2, 2]), b.constant([8, 8], [2, 1]), { lower: false }), [1, 2]],
    [(b) => b.triangularSolve(b.constant([99, 99, 3, 99], [2, 2]), b.constant([1, 5], [2, 1]), { unit: true }), [1, 2]],
    [
      (b) => b.triangularSolve(b.constant([2, 99, 3, 4], [2, 2]), b.constant([8, 8], [2, 1]), { transpose: true }),
      [1, 2],
    ],
  ],
  loop: [
    // x ← 2x + entry, from 1: 2 + 1, 6 + 10, 32 + 100
    [
      (b) =>
        loop(
          b,
          { length: 3 },
          { carries: [vector(b, 1)], sequences: [b.constant([1, 10, 100], [3, 1])] },
          ({ carries: [x], sequences: [entry] }) => ({ carries: [b.add(b.mul(x, 2), entry)] }),
        ).carries[0],
      [132],
    ],
    [
      (b) =>
        loop(
          b,
          { length: 3, reverse: true },
          { carries: [vector(b, 1)], sequences: [b.constant([1, 10, 100], [3, 1])] },
          ({ carries: [x], sequences: [entry] }) => ({ carries: [b.add(b.mul(x, 2), entry)] }),
        ).carries[0],
      [429], // 2 + 100, 204 + 10, 428 + 1
    ],
  ],
  loopResult: [
    [
      (b) =>
        loop(b, { length: 3 }, { carries: [vector(b, 1, 2)] }, ({ carries: [x] }) => ({
          carries: [b.mul(x, 2)],
          stacked: [b.add(x, 1)],
        })).stacked[0],
      [2, 3, 3, 5, 5, 9],
    ],
    [
      (b) =>
        loop(b, { length: 3 }, { carries: [vector(b, 1, 2)] }, ({ carries: [x] }) => ({
          carries: [b.mul(x, 2)],
          totals: [b.add(b.mul(x, 10), vector(b, 1, 1))],
        })).totals[0],
      [73, 143],
    ],
    // a turn that leaves every row as it is stacks nothing but the carries
    [
      (b) =>
        loop(b, { length: 3 }, { carries: [vector(b, 1)] }, ({ carries: [x] }) => {
          const idle = b.less(1.5, x)
          return { carries: [b.select(idle, x, b.mul(x, 2))], stacked: [b.add(x, 1)], idle }
        }).stacked[0],
      [2, 0, 0],
    ],
  ],
  root: [
    // x³ = p
    [
      (b) =>
        b.root(
          (inner, x, [p]) => inner.sub(inner.mul(x, inner.square(x)), p),
          { lower: b.scalar(-9), upper: b.scalar(9) },
          [vector(b, 8, -27, 0.001)],
        ),
      [2, -3, 0.1],
    ],
    // a flat slope away from the root: bisection must take over from Newton's steps
    [
      (b) =>
        b.root(
          (inner, x, [p]) => inner.tanh(inner.mul(5, inner.sub(x, p))),
          { lower: b.scalar(-8), upper: b.scalar(9) },
          [vector(b, 3, -7)],
        ),
      [3, -7],
    ],
  ],
}

const all = Object.entries(examples).flatMap(([op, list]) => list.map(([write, expected]) => ({ op, write, expected })))

describe('the interpreter', () => {
  it.each(all)('gives $op its meaning: $expected', ({ write, expected }) => {
    const got = valueOf(write)
    expect(got).toHaveLength(expected.length)
    got.forEach((value, i) => {
      if (Number.isFinite(expected[i])) expect(value).toBeCloseTo(expected[i], 14)
      else expect(value).toBe(expected[i])
    })
  })

  it('keeps erf to float64 across its two formulas', () => {
    // from the C library of another implementation
    const known = [
      [1e-8, 1.1283791670955126e-8],
      [0.3, 0.3286267594591274],
      [2.49, 0.9995707121322661],
      [2.5, 0.999593047982555],
      [2.51, 0.9996142945182758],
      [4.0, 0.9999999845827421],
      [7.0, 1.0],
    ]
    for (const [x, y] of known) {
      expect(Math.abs(erf(x) / y - 1)).toBeLessThan(1e-14)
      expect(erf(-x)).toBe(-erf(x))
    }
  })

  it('computes a softmax of large numbers without overflow', () => {
    const got = valueOf((b) => b.softmax(b.constant([1000, 1000, -1000], [1, 3])))
    expect(got).toEqual([0.5, 0.5, 0])
  })

  it('rounds to single precision when asked to', () => {
    const b = new Builder()
    const program = b.program('third', { y: b.div(b.input('x', []), 3) })
    expect(interpret(program, new Map([['x', [1]]]), Float32Array).get('y')).toEqual(Float32Array.of(1 / 3))
  })

  it('answers with updates under the name of their input', () => {
    const b = new Builder()
    const x = b.input('x', [])
    expect(evaluate(b.program('count', { twice: b.mul(2, x) }, { x: b.add(x, 1) }), { x: [5] })).toEqual({
      twice: Float64Array.of(10),
      x: Float64Array.of(6),
    })
  })

  it('says which input is missing or of the wrong size', () => {
    const b = new Builder()
    const program = b.program('f', { y: b.exp(b.input('x', [2])) })
    expect(() => evaluate(program, {})).toThrow('input "x" needs 2 values, got none')
    expect(() => evaluate(program, { x: [1, 2, 3] })).toThrow('input "x" needs 2 values, got 3')
  })
})
