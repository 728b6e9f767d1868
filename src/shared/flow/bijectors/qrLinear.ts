import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { applyMatrix, applyTransposed, solveRows } from '../linear/matrix'
import { reflectionProduct, reflectionSpec, rotationReflections } from '../linear/reflections'
import { triangle, triangleSpecs } from '../linear/triangle'
import { positive } from '../positive'

/**
 * x = Q R z + b on ℝᴰ, Q a rotation made of K = 2⌊D/2⌋ reflections, R upper triangular with R_ii = `positive`(`diagonal`_i)
 * > 0: every matrix with positive determinant is one such product. log|det ∂x/∂z| = Σ ln R_ii. Hoogeboom et al. 2019
 * (arXiv:1901.11137).
 *
 * `vectors` [K, D], see `reflections`, none when D = 1; `upper` [D(D−1)/2], the entries of R above its diagonal, row by row,
 * none when D = 1; `diagonal` [D]; `bias` b [D]. Vectors start in equal pairs and the rest at 0: the identity.
 */
export const qrLinear: BijectorDefinition = {
  type: 'qr-linear',
  create: (_settings, dims) => {
    const turns = dims > 1
    const pieces = ({ b, parameter }: TraceContext) => {
      const d = positive(b, parameter('diagonal'))
      return { R: triangle(b, 'upper', dims, () => parameter('upper'), d), logDet: b.sum(b.log(d)) }
    }
    return {
      parameters: [
        ...(turns ? [reflectionSpec('vectors', rotationReflections(dims), dims)] : []),
        ...triangleSpecs('upper', dims),
        zeros('diagonal', [dims]),
        zeros('bias', [dims]),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const { R, logDet } = pieces(context)
        const stretched = applyMatrix(b, R, z)
        const turned = turns ? applyMatrix(b, reflectionProduct(b, parameter('vectors')), stretched) : stretched
        return { value: b.add(turned, parameter('bias')), logDet }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const { R, logDet } = pieces(context)
        const centred = b.sub(x, parameter('bias'))
        const back = turns ? applyTransposed(b, reflectionProduct(b, parameter('vectors')), centred) : centred
        return { value: solveRows(b, R, back, { lower: false }), logDet: b.neg(logDet) }
      },
    }
  },
}
