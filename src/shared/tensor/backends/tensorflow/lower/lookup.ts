import type { FunctionBuilder, Value } from '../emit/functionBuilder'
import { sum } from './reduction'

/** Whether each of `width` positions is the one that the index names: [..., width] of truth values. */
function isNamed(f: FunctionBuilder, index: Value, width: number): Value {
  const positions = f.constant([...new Array<number>(width).keys()], [width])
  return f.compare('Equal', f.reshape(index, [...index.shape, 1]), positions)
}

/** The entry of each row that its index names. A sum of what is named: an index that is NaN then names nothing. */
export function gather(f: FunctionBuilder, x: Value, index: Value): Value {
  const width = x.shape[x.shape.length - 1]
  return sum(f, f.select(isNamed(f, index, width), x, f.scalar(0)), [index.shape.length])
}

export function scatter(f: FunctionBuilder, values: Value, index: Value, size: number): Value {
  return f.select(isNamed(f, index, size), f.reshape(values, [...values.shape, 1]), f.scalar(0))
}
