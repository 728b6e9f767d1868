import { gradient } from '../autodiff/vjp'
import { Builder } from '../ir/builder'
import { loop } from '../ir/loop'
import type { BinaryOp, Op, UnaryOp } from '../ir/op'
import type { Node, Program } from '../ir/program'
import type { Backend } from './backend'
import { interpret } from './interpreter/interpret'

/** float32 through a derivative of every op, on values of the order of 1. */
const TOLERANCE = 1e-4
const [ROWS, COLUMNS] = [4, 3]

/** `x` and `y` are [4, 3], `x` in (−2, 2), `y` in (0.2, 2). */
interface Given {
  readonly b: Builder
  readonly x: Node
  readonly y: Node
}

const unary =
  (op: UnaryOp) =>
  ({ b, y }: Given): Node =>
    b.emit(op, [y], {})
const binary =
  (op: BinaryOp) =>
  ({ b, x, y }: Given): Node =>
    b.emit(op, [x, y], {})
/** A truth value is seen through what it selects. */
const chosen =
  (truth: (given: Given) => Node) =>
  (given: Given): Node =>
    given.b.select(truth(given), given.x, given.y)

/** Whole numbers from 0 to 1, one for each row. */
const indices = (b: Builder, y: Node): Node => b.floor(b.reshape(b.take(y, [0]), [ROWS]))

/** A use of each op; the type demands that none is missing. */
const uses: { readonly [O in Op]: (given: Given) => Node } = {
  input: ({ x }) => x,
  constant: ({ b, x }) => b.add(x, b.constant([1, -2, 3], [COLUMNS])),
  neg: unary('neg'),
  abs: ({ b, x }) => b.abs(x),
  sign: ({ b, x, y }) => b.mul(b.sign(x), y),
  floor: ({ b, x, y }) => b.mul(b.floor(x), y),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log'),
  log1p: unary('log1p'),
  sqrt: unary('sqrt'),
  sin: unary('sin'),
  cos: unary('cos'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid'),
  softplus: unary('softplus'),
  erf: unary('erf'),
  not: chosen(({ b, x }) => b.not(b.less(x, 0.5))),
  add: binary('add'),
  sub: binary('sub'),
  mul: ({ b, x, y }) => b.mul(b.mul(x, y), b.mul(x, x)),
  div: binary('div'),
  max: ({ b, x, y }) => b.add(b.max(x, y), b.max(x, 0)),
  min: binary('min'),
  less: chosen(({ b, x, y }) => b.less(x, y)),
  lessEqual: chosen(({ b, x, y }) => b.lessEqual(x, y)),
  equal: chosen(({ b, x, y }) => b.equal(b.floor(x), b.floor(y))),
  and: chosen(({ b, x, y }) => b.and(b.less(x, 0.5), b.less(y, 1))),
  or: chosen(({ b, x, y }) => b.or(b.less(x, 0.5), b.less(y, 1))),
  select: ({ b, x, y }) => b.mul(b.select(b.less(x, 0), 1, 0), y),
  stopGradient: ({ b, x, y }) => b.mul(b.stopGradient(x), y),
  reshape: ({ b, x }) => b.reshape(x, [2, 6]),
  transpose: ({ b, x }) => b.transpose(x),
  broadcast: ({ b, x }) => b.broadcast(b.sum(x, [0]), [2, COLUMNS]),
  concat: ({ b, x, y }) => b.concat([x, y], 1),
  take: ({ b, x, y }) => b.concat([b.take(x, [1, 2]), b.take(x, [2, 0, 2]), b.take(y, [3, 1, 0, 2], 0)], 1),
  put: ({ b, x }) => b.concat([b.put(x, [1, 2, 3], 5), b.put(x, [4, 0, 2], 5), b.put(x, [1, 0, 1], 5)], 0),
  gather: ({ b, x, y }) => b.gather(x, indices(b, y)),
  scatter: ({ b, x, y }) => b.scatter(b.sum(x, [1]), indices(b, y), COLUMNS),
  sum: ({ b, x }) => b.concat([b.sum(x, [0]), b.sum(x, [1])], 0),
  maxReduce: ({ b, x }) => b.maxReduce(x, [1]),
  cumsum: ({ b, x }) => b.add(b.cumsum(x), b.cumsum(x, 0, { reverse: true, exclusive: true })),
  matmul: ({ b, x, y }) => b.matmul(y, b.matmul(x, y, { transposeA: true })),
  triangularSolve: ({ b, x, y }) => {
    const diagonal = b.constant([4, 0, 0, 0, 4, 0, 0, 0, 4], [COLUMNS, COLUMNS])
    return b.triangularSolve(b.add(b.matmul(x, y, { transposeA: true }), diagonal), b.transpose(y))
  },
  root: ({ b, x, y }) =>
    // r + y tanh r = x
    b.root(
      (inner, r, [scale, shift]) => inner.sub(inner.add(r, inner.mul(scale, inner.tanh(r))), shift),
      { lower: b.scalar(-3), upper: b.scalar(3) },
      [y, x],
    ),
  loop: ({ b, x, y }) =>
    loop(b, { length: 3 }, { carries: [x] }, ({ carries: [z] }) => ({ carries: [b.sin(b.mul(z, y))] })).carries[0],
  loopResult: ({ b, x }) =>
    b.sum(
      loop(b, { length: 3 }, { carries: [x] }, ({ carries: [z] }) => ({ carries: [b.tanh(z)], stacked: [z] }))
        .stacked[0],
      [0],
    ),
}

/** The value of an op, and the gradient of the sum of its squares by `x` and by `y`. */
function programOf(op: Op): Program {
  const b = new Builder()
  const [x, y] = [b.input('x', [ROWS, COLUMNS]), b.input('y', [ROWS, COLUMNS])]
  const value = uses[op]({ b, x, y })
  const [byX, byY] = gradient(b, b.sum(b.square(value)), [x, y])
  return b.program(op, { value, byX, byY })
}

/** Runs every op with its derivative and compares with the interpreter: the ops that came out wrong, in words. */
export async function checkOps(backend: Backend): Promise<readonly string[]> {
  const x = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => 1.9 * Math.sin(3 * i + 1))
  const y = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => 1.1 + 0.85 * Math.cos(2 * i))
  const faults: string[] = []
  for (const op of Object.keys(uses) as Op[]) {
    const program = programOf(op)
    const expected = interpret(program, new Map([['x', x], ['y', y]])) // prettier-ignore
    try {
      const executable = await backend.prepare(program)
      executable.write('x', x)
      executable.write('y', y)
      await executable.run()
      for (const [name, values] of expected) {
        const worst = distance(await executable.read(name), values)
        if (!(worst < TOLERANCE)) faults.push(`"${op}" is wrong by ${worst.toExponential(1)} (${name})`)
      }
      executable.dispose()
    } catch (error) {
      faults.push(`"${op}" fails: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return faults
}

/** The largest difference relative to max(1, |expected|). */
const distance = (got: Float64Array, expected: ArrayLike<number>): number =>
  Math.max(...Array.from(expected, (value, i) => Math.abs(value - got[i]) / Math.max(1, Math.abs(value))))
