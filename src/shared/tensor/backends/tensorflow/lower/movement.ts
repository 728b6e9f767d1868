import { asRange } from '../../../ir/range'
import { sameShape, type Shape } from '../../../ir/shape'
import { attr } from '../emit/attributes'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'

const replaceAxis = (shape: Shape, axis: number, size: number): number[] => shape.map((n, i) => (i === axis ? size : n))

export function transpose(f: FunctionBuilder, x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => x.shape[axis])
  const order = permutation.filter((axis) => x.shape[axis] !== 1)
  if (order.every((axis, i) => i === 0 || order[i - 1] < axis)) return f.reshape(x, shape)
  const attributes = { T: attr.type(x.type), Tperm: attr.type('int32') }
  return f.op('Transpose', 'y', [x, f.whole(permutation)], attributes, { shape, type: x.type })
}

/** Entries [start, end) along an axis. */
export function slice(f: FunctionBuilder, x: Value, axis: number, start: number, end: number): Value {
  const size = replaceAxis(x.shape, axis, end - start)
  if (sameShape(size, x.shape)) return x
  return f.slice(x, f.whole(x.shape.map((_, i) => (i === axis ? start : 0))), size)
}

/** The distance of neighbours where it is one and the same, and not 0. */
function stepOf(indices: readonly number[]): number | null {
  if (indices.length < 2) return null
  const step = indices[1] - indices[0]
  return step !== 0 && indices.every((index, i) => index === indices[0] + i * step) ? step : null
}

/** Every |step|-th entry from `start` on, `count` of them, backwards where the step is negative. */
function strided(f: FunctionBuilder, x: Value, axis: number, start: number, step: number, count: number): Value {
  const [begin, end, strides] = [x.shape.map(() => 0), [...x.shape], x.shape.map(() => 1)]
  const past = start + (count - 1) * step + Math.sign(step)
  ;[begin[axis], end[axis], strides[axis]] = [start, past, step]
  // an end before the first entry cannot be written as a position
  const attributes = {
    T: attr.type(x.type),
    Index: attr.type('int32'),
    ...(past < 0 ? { end_mask: attr.count(2 ** axis) } : {}),
  }
  end[axis] = Math.max(past, 0)
  return f.op('StridedSlice', 'output', [x, f.whole(begin), f.whole(end), f.whole(strides)], attributes, {
    shape: replaceAxis(x.shape, axis, count),
    type: x.type,
  })
}

/** Entries `indices` along an axis. */
export function take(f: FunctionBuilder, x: Value, indices: readonly number[], axis: number): Value {
  const run = asRange(indices)
  if (run) return slice(f, x, axis, run.start, run.end)
  const step = stepOf(indices)
  if (step !== null) return strided(f, x, axis, indices[0], step, indices.length)
  const attributes = {
    Tparams: attr.type(x.type),
    Tindices: attr.type('int32'),
    Taxis: attr.type('int32'),
    batch_dims: attr.count(0),
  }
  return f.op('GatherV2', 'output', [x, f.whole(indices), f.scalar(axis, 'int32')], attributes, {
    shape: replaceAxis(x.shape, axis, indices.length),
    type: x.type,
  })
}

/** Zeros before and after along one axis. */
export function pad(f: FunctionBuilder, x: Value, axis: number, before: number, after: number): Value {
  if (before === 0 && after === 0) return x
  const paddings = x.shape.flatMap((_, i) => (i === axis ? [before, after] : [0, 0]))
  const attributes = { T: attr.type(x.type), Tpaddings: attr.type('int32') }
  const inputs = [x, f.constant(paddings, [x.shape.length, 2], 'int32')]
  return f.op('Pad', 'output', inputs, attributes, {
    shape: replaceAxis(x.shape, axis, x.shape[axis] + before + after),
    type: x.type,
  })
}

/** Adds entry i to position indices[i] of an axis of `size`. */
export function put(f: FunctionBuilder, x: Value, indices: readonly number[], size: number, axis: number): Value {
  const run = asRange(indices)
  if (run) return pad(f, x, axis, run.start, size - run.end)
  if (new Set(indices).size === indices.length) return spread(f, x, indices, size, axis)
  const toFront = [axis, ...x.shape.keys()].filter((i, at) => at === 0 || i !== axis)
  const front = transpose(f, x, toFront)
  const shape = [size, ...front.shape.slice(1)]
  const attributes = { T: attr.type(x.type), Tindices: attr.type('int32') }
  const positions = f.constant(indices, [indices.length, 1], 'int32')
  const sums = f.op('ScatterNd', 'output', [positions, front, f.whole(shape)], attributes, { shape, type: x.type })
  return transpose(
    f,
    sums,
    [...x.shape.keys()].map((i) => toFront.indexOf(i)),
  )
}

/** As `put` where no position comes twice: each takes its entry, or the zero that follows the last. */
function spread(f: FunctionBuilder, x: Value, indices: readonly number[], size: number, axis: number): Value {
  const from = new Array<number>(size).fill(indices.length)
  indices.forEach((to, i) => (from[to] = i))
  return take(f, pad(f, x, axis, 0, 1), from, axis)
}
