import type { Builder } from '@shared/tensor/ir/builder'
import type { BinaryOp, Op, OpAttributes, UnaryOp } from '@shared/tensor/ir/op'
import { loop } from '@shared/tensor/ir/loop'
import type { Node } from '@shared/tensor/ir/program'
import { sizeOf, type Shape } from '@shared/tensor/ir/shape'

export interface Given {
  readonly shape: Shape
  readonly values: Float64Array
}

/** One use of an op, at values where it is smooth. */
export interface Case {
  readonly title: string
  readonly inputs: readonly Given[]
  readonly build: (b: Builder, inputs: readonly Node[]) => Node
  /** Inputs by which it can be differentiated; all by default. */
  readonly differentiable?: readonly number[]
}

/** Values without pattern in [low, high), the same at every call; no two closer than 1e-3 of the range. */
export function spread(shape: Shape, low = -2, high = 2, seed = 1): Given {
  const golden = (Math.sqrt(5) - 1) / 2
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const position = (i + seed * 0.37) * golden
    return low + (high - low) * (position - Math.floor(position))
  })
  return { shape, values }
}

const given = (shape: Shape, ...values: number[]): Given => ({ shape, values: Float64Array.from(values) })
const show = (shapes: readonly Given[]) => shapes.map(({ shape }) => `[${shape.join(', ')}]`).join(' ')

const on = (
  inputs: readonly Given[],
  build: Case['build'],
  extra: { readonly about?: string; readonly differentiable?: readonly number[] } = {},
): Case => ({
  title: `${show(inputs)}${extra.about ? ` ${extra.about}` : ''}`,
  inputs,
  build,
  differentiable: extra.differentiable,
})

const shapes: readonly Shape[] = [[], [5], [3, 1], [2, 3, 5]]

const unary = (op: UnaryOp, low = -2, high = 2): readonly Case[] =>
  shapes.map((shape) => on([spread(shape, low, high)], (b, [x]) => b.emit(op, [x], {})))

const pairs: readonly (readonly [Shape, Shape])[] = [
  [[], []],
  [[7], [7]],
  [[3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [
    [2, 1, 5],
    [3, 1],
  ],
]

const binary = (op: BinaryOp, low = -2, high = 2): readonly Case[] =>
  pairs.map(([s, t]) => on([spread(s, low, high, 1), spread(t, low, high, 5)], (b, [x, y]) => b.emit(op, [x, y], {})))

/** A comparison is seen through what it selects. */
const comparison = (op: 'less' | 'lessEqual' | 'equal'): readonly Case[] =>
  pairs.map(([s, t]) =>
    on([spread(s, -2, 2, 1), spread(t, -2, 2, 5)], (b, [x, y]) =>
      b.select(b.emit(op, [b.floor(x), b.floor(y)], {}), b.square(x), b.sin(y)),
    ),
  )

const logic = (op: 'and' | 'or'): readonly Case[] =>
  pairs.map(([s, t]) =>
    on([spread(s, -2, 2, 1), spread(t, -2, 2, 5)], (b, [x, y]) =>
      b.select(b.emit(op, [b.less(x, 0), b.less(y, 0.5)], {}), b.square(x), b.sin(y)),
    ),
  )

const flags = [false, true] as const

const matmuls = flags.flatMap((transposeA) =>
  flags.flatMap((transposeB) =>
    [
      { leading: [], m: 3, k: 4, n: 2 },
      { leading: [], m: 1, k: 5, n: 1 },
      { leading: [2], m: 3, k: 2, n: 4 },
      { leading: [], m: 33, k: 17, n: 21 },
    ].map(({ leading, m, k, n }) => {
      const a = spread([...leading, ...(transposeA ? [k, m] : [m, k])], -1, 1, 2)
      const c = spread([...leading, ...(transposeB ? [n, k] : [k, n])], -1, 1, 7)
      const about = `${transposeA ? 'Aᵀ' : 'A'} ${transposeB ? 'Bᵀ' : 'B'}`
      return on([a, c], (b, [x, y]) => b.matmul(x, y, { transposeA, transposeB }), { about })
    }),
  ),
)

/** Off-diagonal values below 1 and a diagonal around 2, so that the system is well conditioned. */
function triangular(n: number): Given {
  const { values } = spread([n, n], -0.8, 0.8, 3)
  return { shape: [n, n], values: values.map((v, at) => (at % (n + 1) === 0 ? 2 + v : v)) }
}

const solves = flags.flatMap((lower) =>
  flags.flatMap((unit) =>
    flags.flatMap((transpose) =>
      [
        [1, 3],
        [4, 1],
        [3, 5],
      ].map(([n, m]) =>
        on([triangular(n), spread([n, m])], (b, [a, x]) => b.triangularSolve(a, x, { lower, unit, transpose }), {
          about: `${lower ? 'lower' : 'upper'}${unit ? ', unit' : ''}${transpose ? ', transposed' : ''}`,
        }),
      ),
    ),
  ),
)

const cumsums = flags.flatMap((reverse) =>
  flags.flatMap((exclusive) =>
    [
      { shape: [5], axis: 0 },
      { shape: [2, 3, 4], axis: 1 },
      { shape: [3, 1], axis: 1 },
    ].map(({ shape, axis }) =>
      on([spread(shape)], (b, [x]) => b.cumsum(x, axis, { reverse, exclusive }), {
        about: `axis ${axis}${reverse ? ', reverse' : ''}${exclusive ? ', exclusive' : ''}`,
      }),
    ),
  ),
)

const reductions = (op: 'sum' | 'maxReduce'): readonly Case[] =>
  [
    { shape: [5], axes: [0] },
    { shape: [4, 3], axes: [0] },
    { shape: [4, 3], axes: [1] },
    { shape: [2, 3, 5], axes: [0, 2] },
    { shape: [2, 3, 5], axes: [0, 1] },
    { shape: [1, 4, 1], axes: [0, 2] },
    { shape: [2, 3], axes: [0, 1] },
  ].map(({ shape, axes }) => on([spread(shape)], (b, [x]) => b.emit(op, [x], { axes }), { about: `over ${axes}` }))

/** Every op with the ways in which it is used; the type demands that none is missing. */
export const cases: { readonly [O in keyof OpAttributes]: readonly Case[] } = {
  input: [on([spread([3, 2])], (b, [x]) => b.mul(x, 1))],
  constant: [on([spread([2, 2])], (b, [x]) => b.mul(x, b.constant([1, -2, 0, 3], [2, 2])))],
  neg: unary('neg'),
  abs: unary('abs'),
  sign: unary('sign'),
  floor: unary('floor', 0.05, 0.95),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log', 0.2, 3),
  log1p: [...unary('log1p', -0.6, 3), ...unary('log1p', -1e-5, 2e-5)],
  sqrt: unary('sqrt', 0.2, 3),
  sin: unary('sin'),
  cos: unary('cos'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid', -12, 12),
  softplus: unary('softplus', -12, 12),
  erf: unary('erf'),
  not: pairs.map(([s, t]) =>
    on([spread(s, -2, 2, 1), spread(t, -2, 2, 5)], (b, [x, y]) => b.select(b.not(b.less(x, y)), b.square(x), b.sin(y))),
  ),
  add: binary('add'),
  sub: binary('sub'),
  mul: [...binary('mul'), on([spread([3, 2])], (b, [x]) => b.mul(x, x), { about: 'by itself' })],
  div: binary('div', 0.5, 2),
  max: [...binary('max'), on([spread([3, 5])], (b, [x]) => b.max(x, 0), { about: 'with 0' })],
  min: [...binary('min'), on([spread([3, 5])], (b, [x]) => b.min(0, x), { about: 'with 0' })],
  less: comparison('less'),
  lessEqual: comparison('lessEqual'),
  equal: comparison('equal'),
  and: logic('and'),
  or: logic('or'),
  select: [
    on([spread([3, 1]), spread([4], -2, 2, 5)], (b, [x, y]) => b.select(b.less(x, 0.1), b.exp(x), b.square(y))),
    on([spread([4])], (b, [x]) => b.select(b.less(x, 0), 1, x)),
    on([spread([4])], (b, [x]) => b.mul(x, b.select(b.less(x, 0), 1, 0)), { about: 'of 1 and 0' }),
    on([spread([2]), spread([3, 2], -2, 2, 5)], (b, [x, y]) => b.select(b.less(y, 0), x, 0)),
  ],
  stopGradient: [on([spread([4])], (b, [x]) => b.mul(b.stopGradient(b.broadcast(b.scalar(3), [4])), x))],
  reshape: [
    on([spread([2, 6])], (b, [x]) => b.reshape(b.square(x), [3, 4])),
    on([spread([1])], (b, [x]) => b.reshape(b.square(x), [])),
  ],
  transpose: [
    on([spread([2, 3])], (b, [x]) => b.transpose(b.square(x))),
    on([spread([2, 3, 4])], (b, [x]) => b.transpose(b.square(x), [2, 0, 1])),
    on([spread([2, 1, 4])], (b, [x]) => b.transpose(b.square(x), [1, 2, 0])),
    on([spread([2, 3])], (b, [x]) => {
      const negative = b.less(x, 0)
      return b.select(b.transpose(negative), b.transpose(b.square(x)), 0)
    }),
  ],
  broadcast: [
    on([spread([3])], (b, [x]) => b.broadcast(b.square(x), [2, 3])),
    on([spread([3, 1])], (b, [x]) => b.broadcast(b.square(x), [2, 3, 4])),
    on([spread([])], (b, [x]) => b.broadcast(b.square(x), [1, 1])),
    on([spread([2]), spread([3, 2], -2, 2, 5)], (b, [x, y]) => b.mul(b.broadcast(x, [3, 2]), y)),
  ],
  concat: [
    on([spread([2]), spread([3], -2, 2, 5)], (b, xs) => b.concat(xs.map(b.square), 0)),
    on([spread([20, 1]), spread([20, 2], -2, 2, 5)], (b, xs) => b.concat(xs.map(b.square), 1)),
    on([spread([2, 3, 2]), spread([2, 1, 2])], (b, [x, y]) => b.concat([x, y, b.square(x)], 1)),
  ],
  take: [
    on([spread([5])], (b, [x]) => b.take(b.square(x), [1, 2, 3]), { about: 'a slice' }),
    on([spread([5])], (b, [x]) => b.take(b.square(x), [4, 2, 0]), { about: 'backwards by two' }),
    on([spread([3, 4])], (b, [x]) => b.take(b.square(x), [1, 1, 0, 2, 1], 0), { about: 'with repeats' }),
    on([spread([2, 3, 4])], (b, [x]) => b.take(b.square(x), [2, 0], 1)),
    on([spread([3, 2])], (b, [x]) => {
      const positive = b.less(0, x)
      return b.select(b.take(positive, [1]), b.take(x, [0]), 0)
    }),
  ],
  put: [
    on([spread([2])], (b, [x]) => b.put(b.square(x), [1, 2], 5), { about: 'a block' }),
    on([spread([3, 2])], (b, [x]) => b.put(b.square(x), [2, 0], 4), { about: 'a permutation' }),
    on([spread([4])], (b, [x]) => b.put(b.square(x), [1, 1, 0, 1], 3), { about: 'with repeats' }),
    on([spread([2, 3, 2])], (b, [x]) => b.put(b.square(x), [3, 0, 3], 4, 1), { about: 'with repeats within' }),
    on([spread([3, 2])], (b, [x]) => b.put(b.square(x), [1, 0, 1], 2, 0), { about: 'with repeats in front' }),
  ],
  gather: [
    on([spread([5]), given([], 3)], (b, [x, i]) => b.gather(b.square(x), i), { differentiable: [0] }),
    on([spread([4, 3]), given([4], 2, 0, 0, 1)], (b, [x, i]) => b.gather(b.square(x), i), { differentiable: [0] }),
    on([spread([2, 2, 3]), given([2, 2], 2, 0, 1, 1)], (b, [x, i]) => b.gather(b.square(x), i), {
      differentiable: [0],
    }),
    on([spread([1, 1]), given([1], 0)], (b, [x, i]) => b.gather(b.square(x), i), { differentiable: [0] }),
  ],
  scatter: [
    on([spread([]), given([], 3)], (b, [x, i]) => b.scatter(b.square(x), i, 5), { differentiable: [0] }),
    on([spread([4]), given([4], 2, 0, 0, 1)], (b, [x, i]) => b.scatter(b.square(x), i, 3), { differentiable: [0] }),
    on([spread([2, 2]), given([2, 2], 2, 0, 1, 1)], (b, [x, i]) => b.scatter(b.square(x), i, 4), {
      differentiable: [0],
    }),
  ],
  sum: reductions('sum'),
  maxReduce: reductions('maxReduce'),
  cumsum: cumsums,
  matmul: [
    ...matmuls,
    on(
      [spread([1, 96], -1, 1, 2), spread([100, 96], -1, 1, 7), spread([100, 1], -1, 1, 9)],
      // one right operand in two shapes, through a reshape
      (b, [row, wide, tall]) => b.mul(b.matmul(wide, row, { transposeB: true }), b.sum(b.matmul(tall, row), [1, 0])),
      { about: 'a row as a right operand and as a column' },
    ),
  ],
  triangularSolve: solves,
  root: [
    on([spread([5], 0.2, 3, 1), spread([5], -3, 3, 4)], (b, [p, q]) =>
      b.root(
        // x + p tanh(x) = q
        (inner, x, [scale, shift]) => inner.sub(inner.add(x, inner.mul(scale, inner.tanh(x))), shift),
        { lower: b.scalar(-9), upper: b.scalar(9) },
        [p, q],
      ),
    ),
    on([spread([2, 1], 0.2, 3, 1), spread([3], -3, 3, 4)], (b, [p, q]) =>
      b.root(
        (inner, x, [cube, shift]) => inner.sub(inner.mul(cube, inner.mul(x, inner.square(x))), shift),
        {
          lower: b.scalar(-9),
          upper: b.scalar(8),
        },
        [p, q],
      ),
    ),
  ],
  loop: [
    on([spread([4], -0.9, 0.9), spread([4], -1, 1, 5)], (b, [start, factor]) => {
      const outer = b.sin(factor)
      const { carries } = loop(b, { length: 5 }, { carries: [start] }, ({ carries: [x] }) => ({
        carries: [b.add(b.mul(x, outer), b.square(x))],
      }))
      return carries[0]
    }),
    on(
      [spread([4, 2], -0.5, 0.5), spread([3, 4, 2], -0.5, 0.5, 5), spread([2, 2], -0.5, 0.5, 9)],
      (b, [start, forces, weights]) => {
        const { carries, stacked, totals } = loop(
          b,
          { length: 3, reverse: true },
          { carries: [start], sequences: [forces] },
          ({ carries: [x], sequences: [force] }) => {
            const next = b.add(b.tanh(b.matmul(x, weights)), b.mul(force, x))
            return {
              carries: [next],
              stacked: [b.square(next)],
              totals: [b.sum(next, [0]), b.matmul(x, next, { transposeA: true })],
            }
          },
        )
        const ends = b.mul(
          b.add(carries[0], totals[0]),
          b.sum(b.mul(b.sum(stacked[0], [0]), b.matmul(start, totals[1]))),
        )
        return ends
      },
      { about: 'in reverse, with all kinds of results' },
    ),
    on(
      [spread([6], 0.1, 2), spread([6], 0.3, 1, 5)],
      (b, [start, factor]) => {
        const { carries } = loop(b, { length: 9 }, { carries: [start, b.fill(0, [6])] }, ({ carries: [x, turns] }) => {
          const idle = b.less(x, 0.5)
          return { carries: [b.select(idle, x, b.mul(x, factor)), b.add(turns, b.select(idle, 0, 1))], idle }
        })
        return b.mul(carries[0], carries[1])
      },
      { about: 'with turns left out' },
    ),
  ],
  loopResult: [
    on(
      [spread([2, 3])],
      (b, [x]) => {
        const { carries, stacked } = loop(b, { length: 4 }, { carries: [x, b.square(x)] }, ({ carries: [p, q] }) => ({
          carries: [q, b.mul(p, 0.5)],
          stacked: [b.add(p, q)],
        }))
        return b.add(b.add(carries[0], b.mul(carries[1], 2)), b.sum(stacked[0], [0]))
      },
      { about: 'of carries that change places' },
    ),
  ],
}

export const opNames = Object.keys(cases) as Op[]

/** Every case of every op, for `it.each`. */
export const allCases = opNames.flatMap((op) => cases[op].map((use) => ({ op, use, title: `${op} ${use.title}` })))
