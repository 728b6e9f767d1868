import type { OpAttributes } from '../../../ir/op'
import { attr } from '../emit/attributes'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'

export function matmul(
  f: FunctionBuilder,
  a: Value,
  b: Value,
  { transposeA, transposeB }: OpAttributes['matmul'],
): Value {
  const rank = a.shape.length
  const rows = a.shape[transposeA ? rank - 1 : rank - 2]
  const columns = b.shape[transposeB ? rank - 2 : rank - 1]
  const result = { shape: [...a.shape.slice(0, -2), rows, columns], type: a.type }
  const T = attr.type(a.type)
  const [left, right] = [attr.flag(transposeA), attr.flag(transposeB)]
  return rank === 2
    ? f.op('MatMul', 'product', [a, b], { T, transpose_a: left, transpose_b: right }, result)
    : f.op('BatchMatMulV2', 'output', [a, b], { T, adj_x: left, adj_y: right }, result)
}

/**
 * X with A X = B. TensorFlow's solver refuses a diagonal with a zero, where the answer is infinite, or NaN; so the rows
 * are divided by the diagonal first, which leaves ones.
 */
export function triangularSolve(
  f: FunctionBuilder,
  a: Value,
  b: Value,
  { lower, unit, transpose }: OpAttributes['triangularSolve'],
): Value {
  const n = a.shape[0]
  const diagonal = f.op('MatrixDiagPart', 'diagonal', [a], { T: attr.type(a.type) }, { shape: [n], type: a.type })
  const column = f.reshape(diagonal, [n, 1])
  const scaled = unit ? a : f.binary('RealDiv', a, transpose ? diagonal : column)
  const ones = f.constant(new Array<number>(n).fill(1), [n])
  const matrix = f.op('MatrixSetDiag', 'output', [scaled, ones], { T: attr.type(a.type) }, a)
  const right = unit ? b : f.binary('RealDiv', b, column)
  const attributes = { T: attr.type(a.type), lower: attr.flag(lower), adjoint: attr.flag(transpose) }
  return f.op('MatrixTriangularSolve', 'output', [matrix, right], attributes, b)
}
