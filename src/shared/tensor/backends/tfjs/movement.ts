import { sizeOf, type Shape } from '../../ir/shape'
import type { Emitter, Value } from './emitter'

/** Runs `move` on numbers: some kernels that move values do not know truth values. */
export function onNumbers(e: Emitter, inputs: readonly Value[], move: (inputs: readonly Value[]) => Value): Value {
  const { dtype } = inputs[0]
  const moved = move(inputs.map((x) => e.cast(x, 'float32')))
  return e.cast(moved, dtype)
}

/** More rows than this and joining them one by one takes longer than padding and adding. */
const FEW_ROWS = 16

export function concat(e: Emitter, parts: readonly Value[], axis: number, shape: Shape): Value {
  if (e.device !== 'wasm' || sizeOf(shape.slice(0, axis)) <= FEW_ROWS || parts.length > 4)
    return e.call('Concat', parts, { axis }, { shape, dtype: 'float32' })
  let start = 0
  const spread = parts.map((part) => {
    const end = start + part.shape[axis]
    const padded = e.pad(part, axis, start, shape[axis] - end)
    start = end
    return padded
  })
  return spread.reduce((sum, part) => e.binary('Add', sum, part))
}

/** Adds entry i to position indices[i] of an axis of `size`. */
export function put(e: Emitter, x: Value, indices: readonly number[], size: number, axis: number): Value {
  const n = indices.length
  if (indices.every((to, i) => to === indices[0] + i)) return e.pad(x, axis, indices[0], size - indices[0] - n)
  if (new Set(indices).size === n) {
    // each position takes its entry, or the zero that follows the last
    const source = Array.from({ length: size }, (_, to) => (indices.includes(to) ? indices.indexOf(to) : n))
    return e.take(e.pad(x, axis, 0, 1), source, axis)
  }
  const axes = x.shape.map((_, i) => i)
  const toFront = [axis, ...axes.filter((i) => i !== axis)]
  const front = e.transpose(x, toFront)
  const shape = [size, ...front.shape.slice(1)]
  const sums = e.call(
    'ScatterNd',
    { indices: e.constant(indices, [n, 1], 'int32'), updates: front },
    { shape },
    { shape, dtype: 'float32' },
  )
  const back = axes.map((i) => toFront.indexOf(i))
  return e.transpose(sums, back)
}

/** For each index into a row of `width`, where that entry lies in the flattened rows. */
function flatten(e: Emitter, index: Value, width: number): Value {
  const rows = sizeOf(index.shape)
  const starts = e.constant(Int32Array.from({ length: rows }, (_, row) => row * width), [rows], 'int32') // prettier-ignore
  const column = e.cast(e.reshape(index, [rows]), 'int32')
  return rows === 1 ? column : e.binary('Add', column, starts)
}

export function gather(e: Emitter, x: Value, index: Value): Value {
  const width = x.shape[x.shape.length - 1]
  const indices = flatten(e, index, width)
  const flat = e.reshape(x, [sizeOf(x.shape)])
  const type = { shape: indices.shape, dtype: x.dtype }
  return e.reshape(e.call('GatherV2', { x: flat, indices }, { axis: 0, batchDims: 0 }, type), index.shape)
}

export function scatter(e: Emitter, values: Value, index: Value, size: number): Value {
  const rows = sizeOf(index.shape)
  const shape = [rows * size]
  const indices = e.reshape(flatten(e, index, size), [rows, 1])
  const updates = e.reshape(values, [rows])
  const flat = e.call('ScatterNd', { indices, updates }, { shape }, { shape, dtype: 'float32' })
  return e.reshape(flat, [...index.shape, size])
}

/** All three operands at the full shape, which the kernel wants. */
export function select(e: Emitter, [condition, a, b]: readonly Value[], shape: Shape): Value {
  if (a.uniform === 1 && b.uniform === 0 && a.dtype === 'float32')
    return e.broadcast(e.cast(condition, 'float32'), shape)
  const [full, t, f] = [condition, a, b].map((x) => e.broadcast(x, shape))
  return e.call('Select', { condition: full, t, e: f }, {}, { shape, dtype: a.dtype })
}
