import { describe, expect, it } from 'vitest'
import type { Precision } from '@shared/tensor/backends/wasm/lanes'
import { Builder } from '@shared/tensor/ir/builder'
import { loop } from '@shared/tensor/ir/loop'
import type { Op } from '@shared/tensor/ir/op'
import type { Node, Program } from '@shared/tensor/ir/program'
import { evaluate } from '../support/run'
import { arithmetics } from './support/kernel'
import { compile } from './support/machine'

/** A value made of columns x and y, [n, 1]. */
type Use = (b: Builder, x: Node, y: Node) => Node

const pair = (b: Builder, x: Node, y: Node) => b.concat([x, y], 1)
const columnOf = (b: Builder, x: Node) => b.reshape(x, [x.shape[0], 1])
const ones = (b: Builder, x: Node) => b.fill(1, [x.shape[0]])
const unary =
  (op: Op): Use =>
  (b, x) =>
    b.emit(op, [x], {})
const binary =
  (op: Op): Use =>
  (b, x, y) =>
    b.emit(op, [x, y], {})
const logic =
  (op: 'and' | 'or'): Use =>
  (b, x, y) =>
    b.emit(op, [b.less(x, 0.1), b.lessEqual(y, 0)], {})

/** Each op in ways that meet special values; the type demands that none is missing. */
const uses: { readonly [O in Op]: readonly Use[] } = {
  input: [(_, x) => x],
  constant: [(b, x) => b.mul(x, 0), (b, x) => b.add(x, 0), (b, x) => b.sub(0, x)],
  neg: [unary('neg')],
  abs: [unary('abs')],
  sign: [unary('sign')],
  floor: [unary('floor')],
  exp: [unary('exp')],
  expm1: [unary('expm1')],
  log: [unary('log')],
  log1p: [unary('log1p')],
  sqrt: [unary('sqrt')],
  sin: [unary('sin')],
  cos: [unary('cos')],
  tanh: [unary('tanh')],
  sigmoid: [unary('sigmoid')],
  softplus: [unary('softplus')],
  erf: [unary('erf')],
  not: [(b, x, y) => b.not(b.less(x, y))],
  stopGradient: [(b, x) => b.abs(b.stopGradient(x))],
  add: [binary('add'), (b, x, y) => b.add(b.mul(x, y), 1)],
  sub: [binary('sub')],
  mul: [binary('mul')],
  div: [binary('div')],
  max: [binary('max'), (b, x) => b.max(x, 0), (b, x) => b.max(1, x)],
  min: [binary('min'), (b, x) => b.min(x, 0), (b, x) => b.min(1, x)],
  less: [binary('less')],
  lessEqual: [binary('lessEqual')],
  equal: [binary('equal')],
  and: [logic('and')],
  or: [logic('or')],
  select: [(b, x, y) => b.select(b.less(x, 1), x, y), (b, x, y) => b.select(b.less(x, 0), y, 0), (b, x, y) => b.select(b.less(x, 0), 0, y)],
  reshape: [(b, x) => columnOf(b, b.reshape(b.abs(x), [x.shape[0]]))],
  transpose: [(b, x) => b.transpose(b.abs(b.transpose(x)))],
  broadcast: [(b, x) => b.broadcast(b.abs(x), [x.shape[0], 3])],
  concat: [pair],
  take: [(b, x, y) => b.take(pair(b, x, y), [1, 0, 1])],
  put: [(b, x, y) => b.put(pair(b, x, y), [1, 1], 3), (b, x, y) => b.put(pair(b, x, y), [2, 0], 3)],
  gather: [(b, x, y) => b.gather(pair(b, x, y), ones(b, x))],
  scatter: [(b, x) => b.scatter(x, columnOf(b, ones(b, x)), 3)],
  sum: [(b, x, y) => b.sum(pair(b, x, y), [1])],
  maxReduce: [(b, x, y) => b.maxReduce(pair(b, x, y), [1])],
  cumsum: [(b, x, y) => b.cumsum(pair(b, x, y), 1)],
  matmul: [(b, x, y) => b.matmul(pair(b, x, y), b.constant([1, 0.5, -1, 0], [2, 2]))],
  triangularSolve: [(b, x, y) => b.transpose(b.triangularSolve(b.constant([2, 0, 0.5, 1], [2, 2]), b.transpose(pair(b, x, y))))],
  loop: [(b, x) => loop(b, { length: 3 }, { carries: [x] }, ({ carries: [z] }) => ({ carries: [b.neg(z)] })).carries[0]],
  loopResult: [
    (b, x) => loop(b, { length: 2 }, { carries: [x] }, ({ carries: [z] }) => ({ carries: [b.add(z, x)] })).carries[0],
  ],
  root: [(b, x) => b.root((inner, z, [p]) => inner.sub(z, p), { lower: b.scalar(-3), upper: b.scalar(3) }, [x])],
} // prettier-ignore

const limits = {
  float32: { tiny: 2 ** -149, normal: 2 ** -126, largest: (2 - 2 ** -23) * 2 ** 127, farthest: 1e6, epsilon: 2 ** -23 },
  float64: { tiny: 2 ** -1074, normal: 2 ** -1022, largest: Number.MAX_VALUE, farthest: 1e8, epsilon: 2 ** -52 },
} as const

/** Among them denormal numbers and powers whose exponentials are. */
function specialNumbers(precision: Precision): readonly number[] {
  const { tiny, normal, largest } = limits[precision]
  const denormal = normal / 16
  return [0, 1, 0.5, 2.5, 100, 740, Infinity, tiny, denormal, largest].flatMap((x) => [x, -x]).concat(NaN)
}

const flushing: readonly Op[] = ['exp', 'sigmoid', 'softplus']

/** Why `got` may not stand for `wanted`, by the words of `createWasmBackend`; null when it may. */
function complaint(
  op: Op,
  precision: Precision,
  operands: string,
  got: number,
  exact: number,
  x: number,
): string | null {
  const { tiny, normal, farthest, epsilon } = limits[precision]
  const wanted = precision === 'float32' ? Math.fround(exact) : exact
  if (Object.is(got, wanted) || (got === 0 && wanted === 0)) return null
  if ((op === 'sin' || op === 'cos') && Math.abs(x) > farthest && Number.isNaN(got)) return null
  if (flushing.includes(op) && got === 0 && Math.abs(exact) < 4 * normal) return null
  const close = Math.abs(got - exact) <= Math.max(4 * tiny, 8 * epsilon * Math.abs(exact))
  return close && Number.isFinite(wanted) ? null : `${operands} gives ${got}, not ${wanted}`
}

const programOf = (use: Use, rows: number, batched: boolean): Program => {
  const b = new Builder()
  const column = (name: string) => b[batched ? 'rows' : 'input'](name, [rows, 1])
  return b.program('special', { out: use(b, column('x'), column('y')) })
}

describe.each(arithmetics)('special values in %s', (_, { precision, fused }) => {
  const numbers = specialNumbers(precision)
  const x = numbers.flatMap((value) => numbers.map(() => value))
  const y = numbers.flatMap(() => numbers)

  it.each(Object.keys(uses) as Op[])('go through %s as they are said to, of rows and without', async (op) => {
    for (const use of uses[op])
      for (const batched of [true, false]) {
        const program = programOf(use, x.length, batched)
        const executable = await compile(program, { precision, fused })
        executable.write('x', x)
        executable.write('y', y)
        await executable.run()
        const [got, wanted] = [await executable.read('out'), evaluate(program, { x, y }).out]
        const perRow = wanted.length / x.length
        const complaints = Array.from(got, (value, i) => {
          const row = Math.floor(i / perRow)
          return complaint(op, precision, `(${x[row]}, ${y[row]})`, value, wanted[i], x[row])
        })
        expect(complaints.filter((text) => text !== null)).toEqual([])
      }
  })
})
