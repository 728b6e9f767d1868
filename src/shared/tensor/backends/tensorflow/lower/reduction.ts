import { sizeOf } from '../../../ir/shape'
import { attr } from '../emit/attributes'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'

/** Reductions drop their axes. */
function reduce(f: FunctionBuilder, op: 'Sum' | 'Max' | 'Any' | 'All', x: Value, axes: readonly number[]): Value {
  const shape = x.shape.filter((_, axis) => !axes.includes(axis))
  if (sizeOf(shape) === sizeOf(x.shape)) return f.reshape(x, shape)
  const attributes = {
    ...(x.type === 'bool' ? {} : { T: attr.type(x.type) }),
    Tidx: attr.type('int32'),
    keep_dims: attr.flag(false),
  }
  return f.op(op, 'output', [x, f.whole(axes)], attributes, { shape, type: x.type })
}

export const sum = (f: FunctionBuilder, x: Value, axes: readonly number[]): Value => reduce(f, 'Sum', x, axes)

export function maxReduce(f: FunctionBuilder, x: Value, axes: readonly number[]): Value {
  const largest = reduce(f, 'Max', x, axes)
  if (f.library.manner === 'graph') return largest
  // XLA's is of the other values where one is NaN
  return f.select(reduce(f, 'All', f.compare('Equal', x, x), axes), largest, f.scalar(NaN))
}

export const any = (f: FunctionBuilder, x: Value): Value => reduce(f, 'Any', x, [...x.shape.keys()])
export const all = (f: FunctionBuilder, x: Value): Value => reduce(f, 'All', x, [...x.shape.keys()])

export function cumsum(
  f: FunctionBuilder,
  x: Value,
  { axis, reverse, exclusive }: { axis: number; reverse: boolean; exclusive: boolean },
): Value {
  const attributes = {
    T: attr.type(x.type),
    Tidx: attr.type('int32'),
    reverse: attr.flag(reverse),
    exclusive: attr.flag(exclusive),
  }
  return f.op('Cumsum', 'out', [x, f.scalar(axis, 'int32')], attributes, x)
}
