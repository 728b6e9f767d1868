import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { positive } from '../positive'
import { booleanSetting } from '../settings'

/**
 * x = L U z + b on ℝᴰ, L lower triangular with unit diagonal, U upper triangular with diagonal 10⁻³ + softplus(·) > 0.
 * log|det ∂x/∂z| = Σ ln U_ii. LU factors of a learnt matrix: Oliva et al. 2018 (arXiv:1801.09819); Glow, section 3.2.
 *
 * `lower` and `upper` [D(D−1)/2], the free entries of L below and of U above the diagonal, row by row; `diagonal` [D],
 * the unconstrained diagonal of U, see `positive`; `bias` b [D] if there is one. Zeros at the start, the identity.
 */
export const luLinear: BijectorDefinition = {
  type: 'lu-linear',
  create: (settings, dims) => {
    const offDiagonal = (dims * (dims - 1)) / 2
    const hasBias = booleanSetting(settings, 'bias')
    const factors = ({ b, parameter }: TraceContext) => {
      const d = positive(b, parameter('diagonal'))
      const diagonal = spread(b, d, dims, (i, j) => i === j)
      if (dims === 1) return { d, L: b.constant([1], [1, 1]), U: diagonal }
      return {
        d,
        L: b.add(
          identity(b, dims),
          spread(b, parameter('lower'), dims, (i, j) => i > j),
        ),
        U: b.add(
          diagonal,
          spread(b, parameter('upper'), dims, (i, j) => i < j),
        ),
      }
    }
    return {
      parameters: [
        ...(dims > 1 ? [zeros('lower', [offDiagonal]), zeros('upper', [offDiagonal])] : []),
        zeros('diagonal', [dims]),
        ...(hasBias ? [zeros('bias', [dims])] : []),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { d, L, U } = factors(context)
        // rows of a batch are points, so the matrices act from the right, transposed
        const mixed = b.matmul(b.matmul(z, U, { transposeB: true }), L, { transposeB: true })
        return { value: hasBias ? b.add(mixed, parameter('bias')) : mixed, logDet: b.sum(b.log(d)) }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { d, L, U } = factors(context)
        const columns = b.transpose(hasBias ? b.sub(x, parameter('bias')) : x)
        const solved = b.triangularSolve(U, b.triangularSolve(L, columns, { unit: true }), { lower: false })
        return { value: b.transpose(solved), logDet: b.neg(b.sum(b.log(d))) }
      },
    }
  },
}

/** A D × D matrix with `entries`, row by row, where `here` is true, and zeros elsewhere. */
function spread(b: Builder, entries: Node, dims: number, here: (i: number, j: number) => boolean): Node {
  const all = Array.from({ length: dims * dims }, (_, at) => at)
  const places = all.filter((at) => here(Math.floor(at / dims), at % dims))
  return b.reshape(b.put(entries, places, dims * dims), [dims, dims])
}

const identity = (b: Builder, dims: number): Node =>
  b.constant(
    Array.from({ length: dims * dims }, (_, at) => (at % (dims + 1) === 0 ? 1 : 0)),
    [dims, dims],
  )
