import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec } from '../bijector'
import { zeros } from '../initial'
import { diagonalMatrix, identity, offDiagonalCount, spread } from './matrix'

/** The free entries of a D × D triangular matrix on one side of its diagonal, row by row, zero at the start; none when D = 1. */
export const triangleSpecs = (name: string, dims: number): readonly ParameterSpec[] =>
  dims > 1 ? [zeros(name, [offDiagonalCount(dims)])] : []

/** A triangular matrix with the given diagonal [D], or ones, and the entries that `triangleSpecs` declares. */
export function triangle(
  b: Builder,
  side: 'lower' | 'upper',
  dims: number,
  entries: () => Node,
  diagonal?: Node,
): Node {
  const onDiagonal = diagonal ? diagonalMatrix(b, diagonal) : identity(b, dims)
  if (dims === 1) return onDiagonal
  return b.add(
    onDiagonal,
    spread(b, entries(), dims, (i, j) => (side === 'lower' ? i > j : i < j)),
  )
}
