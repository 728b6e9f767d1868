import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { applyMatrix, solveRows } from '../linear/matrix'
import { triangle, triangleSpecs } from '../linear/triangle'
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
    const hasBias = booleanSetting(settings, 'bias')
    const factors = ({ b, parameter }: TraceContext) => {
      const d = positive(b, parameter('diagonal'))
      return {
        d,
        L: triangle(b, 'lower', dims, () => parameter('lower')),
        U: triangle(b, 'upper', dims, () => parameter('upper'), d),
      }
    }
    return {
      parameters: [
        ...triangleSpecs('lower', dims),
        ...triangleSpecs('upper', dims),
        zeros('diagonal', [dims]),
        ...(hasBias ? [zeros('bias', [dims])] : []),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { d, L, U } = factors(context)
        const mixed = applyMatrix(b, L, applyMatrix(b, U, z))
        return { value: hasBias ? b.add(mixed, parameter('bias')) : mixed, logDet: b.sum(b.log(d)) }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { d, L, U } = factors(context)
        const solved = solveRows(b, L, hasBias ? b.sub(x, parameter('bias')) : x, { unit: true })
        return { value: solveRows(b, U, solved, { lower: false }), logDet: b.neg(b.sum(b.log(d))) }
      },
    }
  },
}
