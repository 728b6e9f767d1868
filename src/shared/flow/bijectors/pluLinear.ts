import { Random } from '../../math/random'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { applyMatrix, solveRows } from '../linear/matrix'
import { triangle, triangleSpecs } from '../linear/triangle'
import { numberSetting } from '../settings'
import { inversePermutation } from './permutation'

/**
 * Glow's invertible matrix (Kingma & Dhariwal 2018, arXiv:1807.03039, section 3.2): x = P L U z on ℝᴰ, where P is a fixed
 * permutation, (P y)_i = y_π(i), L lower triangular with unit diagonal and U upper triangular with U_ii = s_i e^{a_i},
 * s_i = ±1 fixed. log|det ∂x/∂z| = Σ a_i.
 *
 * π and then s are drawn from `seed`. `lower` and `upper` [D(D−1)/2], the entries of L below and of U above the diagonal, row
 * by row, none when D = 1; `logDiagonal` a [D]. All 0 at the start, where the block reorders coordinates and flips signs;
 * Glow starts from the factors of a random rotation.
 */
export const pluLinear: BijectorDefinition = {
  type: 'plu-linear',
  create: (settings, dims) => {
    const random = new Random(numberSetting(settings, 'seed'))
    const order = [...random.permutation(dims)]
    const signs = order.map(() => (random.bits() < 2 ** 31 ? 1 : -1))
    const pieces = ({ b, parameter }: TraceContext) => {
      const a = parameter('logDiagonal')
      const diagonal = b.mul(b.exp(a), b.constant(signs, [dims]))
      return {
        logDet: b.sum(a),
        L: triangle(b, 'lower', dims, () => parameter('lower')),
        U: triangle(b, 'upper', dims, () => parameter('upper'), diagonal),
      }
    }
    return {
      parameters: [...triangleSpecs('lower', dims), ...triangleSpecs('upper', dims), zeros('logDiagonal', [dims])],
      forwardAndLogDet: (context, z) => {
        const { b } = context
        const { L, U, logDet } = pieces(context)
        return { value: b.take(applyMatrix(b, L, applyMatrix(b, U, z)), order), logDet }
      },
      inverseAndLogDet: (context, x) => {
        const { b } = context
        const { L, U, logDet } = pieces(context)
        const solved = solveRows(b, L, b.take(x, inversePermutation(order)), { unit: true })
        return { value: solveRows(b, U, solved, { lower: false }), logDet: b.neg(logDet) }
      },
    }
  },
}
