import type { DType, Op, OpAttributes } from './op'
import { isSequence, loopResults } from './loopResults'
import { isOp, type Node } from './program'
import { asRange } from './range'
import { broadcastShapes, sameShape, showShape, sizeOf, withoutAxes, type Shape } from './shape'

interface Type {
  readonly shape: Shape
  readonly dtype: DType
}
type ShapeRule<O extends Op> = (inputs: readonly Node[], attributes: OpAttributes[O], op: O) => Type

/** `why` is asked only when the demand is not met: programs are checked often. */
function demand(condition: boolean, op: Op, why: () => string): asserts condition {
  if (!condition) throw new Error(`internal: ${op}: ${why()}`)
}

function arity(op: Op, inputs: readonly Node[], n: number): void {
  demand(inputs.length === n, op, () => `expected ${n} operands, got ${inputs.length}`)
}

function allOf(dtype: DType, op: Op, inputs: readonly Node[]): void {
  for (const input of inputs) demand(input.dtype === dtype, op, () => `expected ${dtype} operands, got ${input.dtype}`)
}

const unary =
  (dtype: DType): ShapeRule<Op> =>
  (inputs, _, op) => {
    arity(op, inputs, 1)
    allOf(dtype, op, inputs)
    return { shape: inputs[0].shape, dtype }
  }

const binary =
  (operands: DType, result: DType): ShapeRule<Op> =>
  (inputs, _, op) => {
    arity(op, inputs, 2)
    allOf(operands, op, inputs)
    return { shape: broadcastShapes(inputs[0].shape, inputs[1].shape), dtype: result }
  }

const reduce: ShapeRule<'sum' | 'maxReduce'> = (inputs, { axes }, op) => {
  arity(op, inputs, 1)
  allOf('float', op, inputs)
  const { shape } = inputs[0]
  demand(
    new Set(axes).size === axes.length && axes.every((axis) => axis >= 0 && axis < shape.length),
    op,
    () => `axes ${showShape(axes)} do not fit ${showShape(shape)}`,
  )
  return { shape: withoutAxes(shape, axes), dtype: 'float' }
}

/** Whether all indices are whole numbers in [0, size). */
function fit(indices: readonly number[], size: number): boolean {
  const run = asRange(indices)
  return run
    ? Number.isInteger(run.start) && run.start >= 0 && run.end <= size
    : indices.every((i) => Number.isInteger(i) && i >= 0 && i < size)
}

const replaceAxis = (shape: Shape, axis: number, size: number): Shape => shape.map((n, i) => (i === axis ? size : n))

const floatUnary = unary('float')
const arithmetic = binary('float', 'float')
const comparison = binary('float', 'bool')
const logic = binary('bool', 'bool')

/** The type of each op's result; throws `internal: …` for operands that do not fit. */
export const shapeRules: { readonly [O in Op]: ShapeRule<O> } = {
  input: (_, { shape }) => ({ shape, dtype: 'float' }),
  constant: (_, { shape, values, dtype }) => {
    demand(values.length === sizeOf(shape), 'constant', () => `${values.length} values for ${showShape(shape)}`)
    return { shape, dtype }
  },
  neg: floatUnary,
  abs: floatUnary,
  sign: floatUnary,
  floor: floatUnary,
  exp: floatUnary,
  expm1: floatUnary,
  log: floatUnary,
  log1p: floatUnary,
  sqrt: floatUnary,
  sin: floatUnary,
  cos: floatUnary,
  tanh: floatUnary,
  sigmoid: floatUnary,
  softplus: floatUnary,
  erf: floatUnary,
  not: unary('bool'),
  stopGradient: floatUnary,
  add: arithmetic,
  sub: arithmetic,
  mul: arithmetic,
  div: arithmetic,
  max: arithmetic,
  min: arithmetic,
  less: comparison,
  lessEqual: comparison,
  equal: comparison,
  and: logic,
  or: logic,
  select: (inputs) => {
    arity('select', inputs, 3)
    const [condition, a, b] = inputs
    demand(condition.dtype === 'bool', 'select', () => `the condition is ${condition.dtype}`)
    demand(a.dtype === b.dtype, 'select', () => `${a.dtype} against ${b.dtype}`)
    return { shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)), dtype: a.dtype }
  },
  reshape: ([x], { shape }) => {
    demand(sizeOf(shape) === sizeOf(x.shape), 'reshape', () => `${showShape(x.shape)} to ${showShape(shape)}`)
    return { shape, dtype: x.dtype }
  },
  transpose: ([x], { permutation }) => {
    const sorted = [...permutation].sort((a, b) => a - b)
    demand(
      sorted.length === x.shape.length && sorted.every((axis, i) => axis === i),
      'transpose',
      () => `${showShape(permutation)} does not permute the axes of ${showShape(x.shape)}`,
    )
    return { shape: permutation.map((axis) => x.shape[axis]), dtype: x.dtype }
  },
  broadcast: ([x], { shape }) => {
    demand(
      sameShape(broadcastShapes(x.shape, shape), shape),
      'broadcast',
      () => `${showShape(x.shape)} to ${showShape(shape)}`,
    )
    return { shape, dtype: x.dtype }
  },
  concat: (inputs, { axis }) => {
    demand(inputs.length > 0, 'concat', () => 'nothing to join')
    const [first] = inputs
    allOf(first.dtype, 'concat', inputs)
    demand(axis >= 0 && axis < first.shape.length, 'concat', () => `no axis ${axis} in ${showShape(first.shape)}`)
    for (const { shape } of inputs)
      demand(
        sameShape(replaceAxis(shape, axis, 0), replaceAxis(first.shape, axis, 0)),
        'concat',
        () => `${showShape(shape)} beside ${showShape(first.shape)} along axis ${axis}`,
      )
    const total = inputs.reduce((n, { shape }) => n + shape[axis], 0)
    return { shape: replaceAxis(first.shape, axis, total), dtype: first.dtype }
  },
  take: ([x], { axis, indices }) => {
    demand(fit(indices, x.shape[axis]), 'take', () => `an index is outside axis ${axis} of ${showShape(x.shape)}`)
    return { shape: replaceAxis(x.shape, axis, indices.length), dtype: x.dtype }
  },
  put: ([x], { axis, indices, size }) => {
    allOf('float', 'put', [x])
    demand(
      indices.length === x.shape[axis] && fit(indices, size),
      'put',
      () => `indices do not fit axis ${axis} of ${showShape(x.shape)} into size ${size}`,
    )
    return { shape: replaceAxis(x.shape, axis, size), dtype: 'float' }
  },
  gather: ([x, index]) => {
    allOf('float', 'gather', [x, index])
    demand(
      sameShape(x.shape.slice(0, -1), index.shape),
      'gather',
      () => `index ${showShape(index.shape)} into ${showShape(x.shape)}`,
    )
    return { shape: index.shape, dtype: 'float' }
  },
  scatter: ([v, index], { size }) => {
    allOf('float', 'scatter', [v, index])
    demand(
      sameShape(v.shape, index.shape),
      'scatter',
      () => `index ${showShape(index.shape)} for ${showShape(v.shape)}`,
    )
    return { shape: [...v.shape, size], dtype: 'float' }
  },
  sum: reduce,
  maxReduce: reduce,
  cumsum: ([x], { axis }) => {
    allOf('float', 'cumsum', [x])
    demand(axis >= 0 && axis < x.shape.length, 'cumsum', () => `no axis ${axis} in ${showShape(x.shape)}`)
    return { shape: x.shape, dtype: 'float' }
  },
  matmul: ([a, b], { transposeA, transposeB }) => {
    allOf('float', 'matmul', [a, b])
    const rank = a.shape.length
    demand(rank >= 2 && rank === b.shape.length, 'matmul', () => `${showShape(a.shape)} by ${showShape(b.shape)}`)
    const [m, k] = transposeA ? [a.shape[rank - 1], a.shape[rank - 2]] : [a.shape[rank - 2], a.shape[rank - 1]]
    const [k2, n] = transposeB ? [b.shape[rank - 1], b.shape[rank - 2]] : [b.shape[rank - 2], b.shape[rank - 1]]
    const leading = a.shape.slice(0, -2)
    demand(
      k === k2 && sameShape(leading, b.shape.slice(0, -2)),
      'matmul',
      () => `${showShape(a.shape)}${transposeA ? 'ᵀ' : ''} by ${showShape(b.shape)}${transposeB ? 'ᵀ' : ''}`,
    )
    return { shape: [...leading, m, n], dtype: 'float' }
  },
  triangularSolve: ([a, b]) => {
    allOf('float', 'triangularSolve', [a, b])
    const n = a.shape[0]
    demand(
      a.shape.length === 2 && a.shape[1] === n && b.shape.length === 2 && b.shape[0] === n,
      'triangularSolve',
      () => `${showShape(a.shape)} against ${showShape(b.shape)}`,
    )
    return { shape: b.shape, dtype: 'float' }
  },
  root: (inputs, { body }) => {
    allOf('float', 'root', inputs)
    const [lower] = inputs
    for (const { shape } of inputs)
      demand(sameShape(shape, lower.shape), 'root', () => `${showShape(shape)} beside ${showShape(lower.shape)}`)
    demand(
      body.inputs.every(({ shape }) => sameShape(shape, lower.shape)),
      'root',
      () => 'the body was traced for another shape',
    )
    return { shape: lower.shape, dtype: 'float' }
  },
  loop: (inputs, attributes) => {
    const named = new Map(attributes.body.inputs.map((input) => [input.attributes.name, input]))
    arity('loop', inputs, attributes.operands.length)
    attributes.operands.forEach((name, i) => {
      const { shape, dtype } = inputs[i]
      const inside = named.get(name)
      const turn = isSequence(name) ? shape.slice(1) : shape
      const fits = inside !== undefined && sameShape(inside.shape, turn) && inside.dtype === dtype
      demand(fits, 'loop', () => `operand ${i} is ${showShape(shape)}, which is not what the body takes as ${name}`)
    })
    const last = loopResults(attributes).at(-1)
    return { shape: [last ? last.offset + sizeOf(last.shape) : 0], dtype: 'float' }
  },
  loopResult: ([loop], { name }) => {
    demand(isOp(loop, 'loop'), 'loopResult', () => `expected a loop, got ${loop.op}`)
    const result = loopResults(loop.attributes).find((each) => each.name === name)
    demand(result !== undefined, 'loopResult', () => `the loop has no result "${name}"`)
    return { shape: result.shape, dtype: 'float' }
  },
}
