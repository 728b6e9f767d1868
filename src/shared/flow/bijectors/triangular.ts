import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { applyMatrix, solveRows } from '../linear/matrix'
import { triangle, triangleSpecs } from '../linear/triangle'
import { positive } from '../positive'

/**
 * x = L z + b on ℝᴰ, L lower triangular with L_ii = `positive`(`diagonal`_i) > 0: coordinate i of x is made of the first i
 * of z. log|det ∂x/∂z| = Σ ln L_ii. The linear autoregressive flow of Tomczak & Welling 2017 (arXiv:1706.02326),
 * there with ones on the diagonal.
 *
 * `lower` [D(D−1)/2], the entries of L below its diagonal, row by row, none when D = 1; `diagonal` [D]; `bias` b [D]. Zeros
 * at the start, the identity.
 */
export const triangular: BijectorDefinition = {
  type: 'triangular',
  create: (_settings, dims) => {
    const pieces = ({ b, parameter }: TraceContext) => {
      const d = positive(b, parameter('diagonal'))
      return { L: triangle(b, 'lower', dims, () => parameter('lower'), d), logDet: b.sum(b.log(d)) }
    }
    return {
      parameters: [...triangleSpecs('lower', dims), zeros('diagonal', [dims]), zeros('bias', [dims])],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { L, logDet } = pieces(context)
        return { value: b.add(applyMatrix(b, L, z), parameter('bias')), logDet }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { L, logDet } = pieces(context)
        return { value: solveRows(b, L, b.sub(x, parameter('bias')), {}), logDet: b.neg(logDet) }
      },
    }
  },
}
