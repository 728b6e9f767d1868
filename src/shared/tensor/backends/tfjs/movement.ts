import { sizeOf, type Shape } from '../../ir/shape'
import type { Emitter, Value } from './emitter'

/** Runs `move` on numbers: some kernels that move values do not know truth values. */
export function onNumbers(e: Emitter, inputs: readonly Value[], move: (inputs: readonly Value[]) => Value): Value {
  const { dtype } = inputs[0]
  const moved = move(inputs.map((x) => e.cast(x, 'float32')))
  return e.cast(moved, dtype)
}

/** Splits a shape around an axis: [before, along, after]. */
const around = (shape: Shape, axis: number): [number, number, number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis],
  sizeOf(shape.slice(axis + 1)),
]

/** Rows a block of which the wasm kernel transposes without its writes falling on the same lines of the cache. */
const BLOCK = 64

export function transpose(e: Emitter, x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => x.shape[axis])
  const order = permutation.filter((axis) => x.shape[axis] !== 1)
  if (order.every((axis, i) => i === 0 || order[i - 1] < axis)) return e.reshape(x, shape)
  const [rows, columns] = x.shape
  // at 512 rows of 64, one pass takes 776 µs and two 30
  if (e.device === 'wasm' && shape.length === 2 && rows % (4 * BLOCK) === 0 && columns >= 16) {
    const blocks = rows / BLOCK
    const turned = permute(e, e.reshape(x, [blocks, BLOCK, columns]), [0, 2, 1])
    return e.reshape(permute(e, turned, [1, 0, 2]), shape)
  }
  return permute(e, x, permutation)
}

const permute = (e: Emitter, x: Value, perm: readonly number[]): Value =>
  e.call('Transpose', { x }, { perm }, { shape: perm.map((axis) => x.shape[axis]), dtype: x.dtype })

/** Entries `indices` along an axis. */
export function take(e: Emitter, x: Value, indices: readonly number[], axis: number): Value {
  const shape = x.shape.map((n, i) => (i === axis ? indices.length : n))
  const [before, along, after] = around(x.shape, axis)
  const contiguous = indices.every((from, i) => from === indices[0] + i)
  // on wasm a slice copies all that it is taken from, and GatherV2 takes 140 ns an entry; whole rows cost neither
  if (e.device === 'wasm' && (before === 1 || !contiguous)) {
    const rows = transpose(e, e.reshape(x, [before, along, after]), [1, 0, 2])
    return e.reshape(transpose(e, takeRows(e, rows, indices), [1, 0, 2]), shape)
  }
  if (contiguous) {
    const [begin, size] = [
      [0, indices[0] * after],
      [before, indices.length * after],
    ]
    const table = e.reshape(x, [before, along * after])
    return e.reshape(e.call('Slice', { x: table }, { begin, size }, { shape: size, dtype: x.dtype }), shape)
  }
  const positions = e.constant(indices, [indices.length], 'int32')
  return e.call('GatherV2', { x, indices: positions }, { axis, batchDims: 0 }, { shape, dtype: x.dtype })
}

function takeRows(e: Emitter, params: Value, rows: readonly number[]): Value {
  const indices = e.constant(rows, [rows.length, 1], 'int32')
  const type = { shape: [rows.length, ...params.shape.slice(1)], dtype: params.dtype }
  return e.call('GatherNd', { params, indices }, {}, type)
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
    return take(e, e.pad(x, axis, 0, 1), source, axis)
  }
  const axes = x.shape.map((_, i) => i)
  const toFront = [axis, ...axes.filter((i) => i !== axis)]
  const front = transpose(e, x, toFront)
  const shape = [size, ...front.shape.slice(1)]
  const sums = e.call(
    'ScatterNd',
    { indices: e.constant(indices, [n, 1], 'int32'), updates: front },
    { shape },
    { shape, dtype: 'float32' },
  )
  const back = axes.map((i) => toFront.indexOf(i))
  return transpose(e, sums, back)
}

/** For each index into a row of `width`, where that entry lies in the flattened rows: [rows, 1]. */
function flatten(e: Emitter, index: Value, width: number): Value {
  const rows = sizeOf(index.shape)
  const columns = e.cast(e.reshape(index, [rows, 1]), 'int32')
  const starts = Int32Array.from({ length: rows }, (_, row) => row * width)
  return rows === 1 ? columns : e.binary('Add', columns, e.constant(starts, [rows, 1], 'int32'))
}

export function gather(e: Emitter, x: Value, index: Value): Value {
  const indices = flatten(e, index, x.shape[x.shape.length - 1])
  const params = e.reshape(x, [sizeOf(x.shape)])
  const type = { shape: [sizeOf(index.shape)], dtype: x.dtype }
  return e.reshape(e.call('GatherNd', { params, indices }, {}, type), index.shape)
}

export function scatter(e: Emitter, values: Value, index: Value, size: number): Value {
  const rows = sizeOf(index.shape)
  const shape = [rows * size]
  const indices = flatten(e, index, size)
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
