import type { Builder } from '../tensor/ir/builder'
import type { Node } from '../tensor/ir/program'
import type { Flow } from './flow'

/** The sizes of a row: D numbers of x, then C of its context. */
type Sizes = Pick<Flow, 'dims' | 'contextDims' | 'width'>

/** x [B, D] and its context [B, C], null where C = 0, out of the rows [B, D + C] that a program takes. */
export function partRows(
  b: Builder,
  { dims, width }: Sizes,
  rows: Node,
): { readonly x: Node; readonly context: Node | null } {
  if (width === dims) return { x: rows, context: null }
  return { x: b.slice(rows, 0, dims), context: b.slice(rows, dims, width) }
}

/** Rows [n, D + C] of points [n, D], each with its own context of `contexts` [n, C], or all with the same one [C]. */
export function joinRows<T extends Float32Array | Float64Array>(
  { dims, contextDims, width }: Sizes,
  points: T,
  contexts: ArrayLike<number>,
): T | Float64Array {
  if (contextDims === 0) return points
  const count = points.length / dims
  const step = contexts.length === contextDims ? 0 : contextDims
  const rows = new Float64Array(count * width)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dims; d++) rows[i * width + d] = points[i * dims + d]
    for (let c = 0; c < contextDims; c++) rows[i * width + dims + c] = contexts[i * step + c]
  }
  return rows
}

/** The points [n, D] of rows [n, D + C]. */
export const pointsOf = <T extends Float32Array | Float64Array>({ dims, width }: Sizes, rows: T): T | Float64Array =>
  width === dims ? rows : columnsOf(rows, width, 0, dims)

/** The contexts [n, C] of rows [n, D + C]. */
export const contextsOf = ({ dims, width }: Sizes, rows: Float32Array | Float64Array): Float64Array =>
  columnsOf(rows, width, dims, width)

function columnsOf(rows: ArrayLike<number>, width: number, from: number, to: number): Float64Array {
  const [count, kept] = [rows.length / width, to - from]
  const columns = new Float64Array(count * kept)
  for (let i = 0; i < count; i++) for (let k = 0; k < kept; k++) columns[i * kept + k] = rows[i * width + from + k]
  return columns
}
