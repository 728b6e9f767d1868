import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** How many entries a D × D matrix has on one side of its diagonal. */
export const offDiagonalCount = (dims: number): number => (dims * (dims - 1)) / 2

/** The D × D matrix I. */
export const identity = (b: Builder, dims: number): Node =>
  b.constant(
    Array.from({ length: dims * dims }, (_, at) => (at % (dims + 1) === 0 ? 1 : 0)),
    [dims, dims],
  )

/** A D × D matrix with `entries`, row by row, where `here` is true, and zeros elsewhere. */
export function spread(b: Builder, entries: Node, dims: number, here: (i: number, j: number) => boolean): Node {
  const all = Array.from({ length: dims * dims }, (_, at) => at)
  const places = all.filter((at) => here(Math.floor(at / dims), at % dims))
  return b.reshape(b.put(entries, places, dims * dims), [dims, dims])
}

/** The diagonal matrix of a vector [D]. */
export const diagonalMatrix = (b: Builder, diagonal: Node): Node =>
  spread(b, diagonal, diagonal.shape[0], (i, j) => i === j)

/** The entries of a square matrix where `here` is true, zeros elsewhere. */
export function masked(b: Builder, matrix: Node, here: (i: number, j: number) => boolean): Node {
  const [dims] = matrix.shape
  const ones = Array.from({ length: dims * dims }, (_, at) => (here(Math.floor(at / dims), at % dims) ? 1 : 0))
  return b.mul(matrix, b.constant(ones, [dims, dims]))
}

/** The sum of a square matrix's diagonal. */
export const trace = (b: Builder, matrix: Node): Node => b.sum(masked(b, matrix, (i, j) => i === j))

/** M v for every row v of a batch [B, D]: rows are points, so the matrix acts from the right, transposed. */
export const applyMatrix = (b: Builder, matrix: Node, rows: Node): Node => b.matmul(rows, matrix, { transposeB: true })

/** Mᵀ v for every row v of a batch [B, D]. */
export const applyTransposed = (b: Builder, matrix: Node, rows: Node): Node => b.matmul(rows, matrix)

/** M⁻¹ v for every row v of a batch [B, D], with M triangular; `unit` takes its diagonal as 1. */
export const solveRows = (b: Builder, matrix: Node, rows: Node, which: { lower?: boolean; unit?: boolean }): Node =>
  b.transpose(b.triangularSolve(matrix, b.transpose(rows), which))
