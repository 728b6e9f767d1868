import { sizeOf, withoutAxes } from '../../ir/shape'
import type { Emitter, Value } from './emitter'

/** Sums over axes and drops them. */
export function sum(e: Emitter, x: Value, axes: readonly number[]): Value {
  const shape = withoutAxes(x.shape, axes)
  if (sizeOf(shape) === sizeOf(x.shape)) return e.reshape(x, shape)
  const leading = axes.every((axis) => axis < axes.length)
  if (leading && shape.length > 0 && e.device === 'wasm') {
    // the kernel would transpose first: a row of ones is ten times as fast
    const rows = sizeOf(x.shape) / sizeOf(shape)
    const table = e.reshape(x, [rows, sizeOf(shape)])
    return e.reshape(e.matmul(e.fill(1, [1, rows]), table, false, false), shape)
  }
  return e.call('Sum', { x }, { axis: axes, keepDims: false }, { shape, dtype: 'float32' })
}

export function maxReduce(e: Emitter, x: Value, axes: readonly number[]): Value {
  const shape = withoutAxes(x.shape, axes)
  if (sizeOf(shape) === sizeOf(x.shape)) return e.reshape(x, shape)
  return e.call('Max', { x }, { reductionIndices: axes, keepDims: false }, { shape, dtype: 'float32' })
}

export function cumsum(
  e: Emitter,
  x: Value,
  attributes: { axis: number; reverse: boolean; exclusive: boolean },
): Value {
  return e.call('Cumsum', { x }, attributes, x)
}
