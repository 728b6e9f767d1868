import fc from 'fast-check'
import { gradient } from '@shared/tensor/autodiff/vjp'
import type { Builder } from '@shared/tensor/ir/builder'
import { Builder as NewBuilder } from '@shared/tensor/ir/builder'
import type { Node, Program } from '@shared/tensor/ir/program'

/** What a step makes its value of: rows [B, n] and [B, m], a whole number to choose by, and the weights. */
interface Choice {
  readonly b: Builder
  readonly x: Node
  readonly y: Node
  readonly k: number
  /** Inputs without rows: a matrix [3, 5], a vector of as many numbers as there are rows, a number. */
  readonly weights: { readonly matrix: Node; readonly vector: Node; readonly scale: Node }
}

type Step = (choice: Choice) => Node

/** x with n entries along an axis: those it has, again from the first when they run out. */
const cycle = (b: Builder, x: Node, n: number, axis = x.shape.length - 1): Node =>
  n === x.shape[axis]
    ? x
    : b.take(
        x,
        Array.from({ length: n }, (_, i) => i % x.shape[axis]),
        axis,
      )

const width = (x: Node) => x.shape[1]
const batch = (x: Node) => x.shape[0]
const alike = ({ b, x, y }: Choice): Node => cycle(b, y, width(x))
const column = (b: Builder, x: Node): Node => b.reshape(x, [...x.shape, 1])

/** Weights [n, m], none of them far from 0. */
const weight = ({ b, weights }: Choice, n: number, m: number): Node =>
  b.mul(0.4, b.sin(cycle(b, cycle(b, weights.matrix, n, 0), m)))

const vectorOf = ({ b, weights }: Choice, n: number): Node => b.sin(cycle(b, weights.vector, n))

/** Whole numbers in [0, n), one for each entry. */
const indexOf = (b: Builder, x: Node, n: number): Node => b.floor(b.mul(n, b.mul(0.499, b.add(1.0013, b.sin(x)))))

const unary: readonly ((b: Builder, x: Node) => Node)[] = [
  (b, x) => b.tanh(x),
  (b, x) => b.sin(x),
  (b, x) => b.cos(x),
  (b, x) => b.exp(b.neg(b.square(x))),
  (b, x) => b.softplus(x),
  (b, x) => b.sigmoid(x),
  (b, x) => b.erf(x),
  (b, x) => b.abs(b.add(x, 0.0123)),
  (b, x) => b.sqrt(b.add(1, b.square(x))),
  (b, x) => b.log1p(b.square(x)),
  (b, x) => b.log(b.add(0.7, b.square(x))),
  (b, x) => b.expm1(b.tanh(x)),
  (b, x) => b.sub(x, b.floor(b.add(b.tanh(x), 0.4321))),
  (b, x) => b.mul(x, b.sign(b.add(x, 0.0321))),
]

const binary: readonly ((b: Builder, x: Node, y: Node) => Node)[] = [
  (b, x, y) => b.add(x, y),
  (b, x, y) => b.sub(b.mul(0.5, x), y),
  (b, x, y) => b.mul(b.tanh(x), b.tanh(y)),
  (b, x, y) => b.div(x, b.add(1, b.square(y))),
  (b, x, y) => b.max(x, b.mul(0.9, y)),
  (b, x, y) => b.min(b.sub(x, 0.1), y),
]

const rectangular = (b: Builder, x: Node): Node => b.tanh(b.reshape(x, [batch(x), width(x) / 2, 2]))
const even = (b: Builder, x: Node): Node => cycle(b, x, 2 * Math.ceil(width(x) / 2))

/** Steps that treat every row alike, but for sums over them. All keep values moderate. */
export const rowSteps: Readonly<Record<string, Step>> = {
  unary: ({ b, x, k }) => unary[k % unary.length](b, x),
  binary: (c) => binary[c.k % binary.length](c.b, c.x, alike(c)),
  select: (c) => {
    const { b, x, k } = c
    const small = b.less(x, 0.317 * (k % 3) - 0.2)
    const near = b.lessEqual(b.abs(alike(c)), 0.7131)
    const mask = [small, b.not(near), b.and(small, near), b.or(small, near)][k % 4]
    return b.select(mask, k % 2 ? alike(c) : 0, k % 3 ? b.mul(0.5, x) : 0)
  },
  'beside a column': ({ b, x, y, k }) => b.add(x, b.slice(y, k % width(y), (k % width(y)) + 1)),
  'beside weights': (c) => c.b[c.k % 2 ? 'add' : 'mul'](c.x, vectorOf(c, width(c.x))),
  'beside a single weight': ({ b, x, weights }) => b.mul(x, weights.scale),
  'beside repeated weights': (c) => c.b.add(c.x, c.b.broadcast(vectorOf(c, width(c.x)), c.x.shape)),
  'beside constants': ({ b, x, k }) =>
    b.mul(x, b.constant(Array.from({ length: width(x) }, (_, i) => [0, 1, -1, 0.5][(i + k) % 4]), [width(x)])),
  'beside a repeated number': ({ b, x, k }) => b.add(b.mul(x, b.fill(0.25 * k, [batch(x), 1])), b.fill(k, x.shape)),
  take: ({ b, x, k }) => b.take(x, Array.from({ length: 1 + (k % 5) }, (_, i) => (i * (k + 1)) % width(x))),
  put: ({ b, x, k }) =>
    b.put(x, Array.from({ length: width(x) }, (_, i) => (i * k) % (width(x) + (k % 3))), width(x) + (k % 3)),
  concat: ({ b, x, y, k }) => b.concat(k % 2 ? [x, y] : [y, b.slice(x, 0, 1), y], 1),
  cumsum: ({ b, x, k }) => b.mul(0.3, b.cumsum(x, 1, { reverse: k % 2 === 1, exclusive: k % 4 > 1 })),
  'sum of a row': ({ b, x, y, k }) => b.add(y, b.mul(0.2, column(b, k % 2 ? b.sum(x, [1]) : b.maxReduce(x, [1])))),
  softmax: ({ b, x }) => b.softmax(x),
  centre: ({ b, x }) => b.sub(x, b.mean(x, [0])),
  standardise: ({ b, x }) => {
    const centred = b.sub(x, b.mean(x, [0]))
    return b.div(centred, b.sqrt(b.add(b.mean(b.square(centred), [0]), 0.5)))
  },
  'less the mean of all': ({ b, x, y }) => b.sub(x, b.mean(b.tanh(y))),
  'by weights': (c) => c.b.matmul(c.x, weight(c, width(c.x), 1 + (c.k % 7)), {}),
  'by turned weights, a bias, an activation': (c) => {
    const { b, x, k } = c
    const m = 1 + (k % 9)
    const sum = b.add(b.matmul(x, weight(c, m, width(x)), { transposeB: true }), vectorOf(c, m))
    return k % 2 ? b.tanh(sum) : b.max(sum, 0)
  },
  'by weights from the left': (c) =>
    c.b.transpose(c.b.matmul(weight(c, 1 + (c.k % 4), width(c.x)), c.x, { transposeB: true })),
  'by a product over the rows': ({ b, x, y }) =>
    b.matmul(x, b.mul(1 / batch(x), b.matmul(b.tanh(x), b.tanh(y), { transposeA: true }))),
  'by a matrix per row': ({ b, x, y }) => {
    const small = b.tanh(b.slice(y, 0, Math.min(3, width(y))))
    const outer = b.matmul(column(b, b.tanh(x)), b.reshape(small, [batch(y), 1, width(small)]))
    return b.sum(outer, [2])
  },
  'columns turned': ({ b, x }) => {
    const folded = rectangular(b, even(b, x))
    return b.reshape(b.transpose(folded, [0, 2, 1]), [batch(x), 2 * folded.shape[1]])
  },
  'sums of pairs': ({ b, x, k }) => b[k % 2 ? 'sum' : 'maxReduce'](rectangular(b, even(b, x)), [2 - (k % 4 > 1 ? 1 : 0)]),
  'running sums of pairs': ({ b, x, k }) => {
    const folded = b.cumsum(rectangular(b, even(b, x)), 1 + (k % 2))
    return b.mul(0.5, b.reshape(folded, [batch(x), 2 * folded.shape[1]]))
  },
  gather: ({ b, x, y }) => {
    const wide = rectangular(b, even(b, x))
    const at = indexOf(b, cycle(b, y, wide.shape[1]), 2)
    return b.gather(wide, b.stopGradient(at))
  },
  scatter: ({ b, x, y, k }) => {
    const few = b.slice(x, 0, Math.min(2, width(x)))
    const spread = b.scatter(few, b.stopGradient(indexOf(b, cycle(b, y, width(few)), 2 + (k % 3))), 2 + (k % 3))
    return b.reshape(spread, [batch(x), spread.shape[1] * spread.shape[2]])
  },
  'across the batch and back': ({ b, x, k }) => b.transpose(unary[k % unary.length](b, b.transpose(x))),
  'a triangular system': (c) => {
    const { b, x, k } = c
    const n = width(x)
    const identity = b.constant(Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 2 : 0)), [n, n])
    const matrix = b.add(identity, b.mul(0.5 / n, weight(c, n, n)))
    return b.transpose(
      b.triangularSolve(matrix, b.transpose(x), { lower: k % 2 === 0, unit: k % 4 > 1, transpose: k % 3 === 0 }),
    )
  },
  root: ({ b, x }) =>
    b.root(
      (inner, z, [shift]) => inner.sub(inner.add(z, inner.mul(0.5, inner.tanh(z))), shift),
      { lower: b.scalar(-1.5), upper: b.scalar(1.5) },
      [b.tanh(x)],
      60,
    ),
} // prettier-ignore

/** Steps that mix the rows. */
const mixingSteps: Readonly<Record<string, Step>> = {
  'rows turned round': ({ b, x }) => b.take(x, Array.from({ length: batch(x) }, (_, i) => batch(x) - 1 - i), 0),
  'rows summed up': ({ b, x }) => b.tanh(b.mul(1 / batch(x), b.cumsum(x, 0))),
  'rows against the largest': ({ b, x }) => b.sub(x, b.maxReduce(x, [0])),
  'each row against each': ({ b, x, y }) =>
    b.mul(1 / batch(x), b.matmul(b.matmul(b.tanh(x), b.tanh(x), { transposeB: true }), y)),
} // prettier-ignore

/** No value gets wider than this. */
const WIDEST = 40

const [rowNames, allNames] = [Object.keys(rowSteps), Object.keys({ ...rowSteps, ...mixingSteps })]
const all: Readonly<Record<string, Step>> = { ...rowSteps, ...mixingSteps }

const listOf = (names: readonly string[]) =>
  fc.array(fc.record({ step: fc.constantFrom(...names), from: fc.nat(30), beside: fc.nat(30), k: fc.nat(30) }), {
    minLength: 1,
    maxLength: 14,
  })

/** A recipe for `cook`: seven of eight treat the rows alike. */
export const recipes = fc.record({
  rows: fc.integer({ min: 1, max: 150 }),
  columns: fc.integer({ min: 1, max: 6 }),
  steps: fc.oneof({ arbitrary: listOf(rowNames), weight: 7 }, { arbitrary: listOf(allNames), weight: 1 }),
})
export type Recipe = typeof recipes extends fc.Arbitrary<infer T> ? T : never

/**
 * A program of rows x [B, n] and weights: the last step's value, its mean and that one's gradients, a sum over the rows,
 * a truth value, and a step downhill.
 */
export function cook({ rows, columns, steps }: Recipe): Program {
  const b = new NewBuilder()
  const x = b.rows('x', [rows, columns])
  const weights = { matrix: b.input('matrix', [3, 5]), vector: b.input('vector', [rows]), scale: b.input('scale', []) }
  const values: Node[] = [x]
  for (const { step, from, beside, k } of steps) {
    const value = all[step]({
      b,
      x: values[values.length - 1 - (from % Math.min(3, values.length))],
      y: values[beside % values.length],
      k,
      weights,
    })
    values.push(width(value) > WIDEST ? b.slice(value, 0, WIDEST) : value)
  }
  const y = values[values.length - 1]
  const loss = b.mean(b.sin(y))
  const [dx, dMatrix, dVector, dScale] = gradient(b, loss, [x, weights.matrix, weights.vector, weights.scale])
  return b.program(
    'random',
    { y, loss, dx, dVector, dScale, sums: b.sum(y, [0]), positive: b.less(-0.0171, b.slice(y, 0, 1)) },
    { matrix: b.sub(weights.matrix, b.mul(0.1, dMatrix)), scale: b.sub(weights.scale, b.mul(0.1, dScale)) },
  )
}
