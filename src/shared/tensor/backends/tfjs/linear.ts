import { sizeOf } from '../../ir/shape'
import type { Emitter, Value } from './emitter'
import { take, transpose } from './movement'

/** Fewer multiplications than this and a transposition costs more than it saves. */
const SMALL_PRODUCT = 8192

/** The wasm kernel is vectorised only for one product without transposed operands; those are transposed beforehand. */
export function matmul(e: Emitter, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const rank = a.shape.length
  const columns = b.shape[transposeB ? rank - 2 : rank - 1]
  const single = sizeOf(a.shape.slice(0, -2)) === 1
  if (e.device !== 'wasm' || !single || sizeOf(a.shape) * columns < SMALL_PRODUCT)
    return e.matmul(a, b, transposeA, transposeB)
  const swapped = a.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
  const [left, right] = [transposeA ? transpose(e, a, swapped) : a, transposeB ? transpose(e, b, swapped) : b]
  return e.matmul(left, right, false, false)
}

/** X with A X = B, row by row from the corner where A has one entry. */
export function triangularSolve(
  e: Emitter,
  a: Value,
  b: Value,
  { lower, unit, transpose: transposed }: { lower: boolean; unit: boolean; transpose: boolean },
): Value {
  const [n, m] = b.shape
  const matrix = transposed ? transpose(e, a, [1, 0]) : a
  const downwards = lower !== transposed
  let solved: Value | null = null
  for (let step = 0; step < n; step++) {
    const i = downwards ? step : n - 1 - step
    const done = Array.from({ length: step }, (_, s) => (downwards ? s : n - step + s))
    const row = take(e, matrix, [i], 0)
    let x = take(e, b, [i], 0)
    if (solved) x = e.binary('Sub', x, e.matmul(take(e, row, done, 1), solved, false, false))
    if (!unit) x = e.binary('RealDiv', x, take(e, row, [i], 1))
    const rows: readonly Value[] = !solved ? [x] : downwards ? [solved, x] : [x, solved]
    solved = rows.length === 1 ? x : e.call('Concat', rows, { axis: 0 }, { shape: [step + 1, m], dtype: 'float32' })
  }
  return solved ?? b
}
