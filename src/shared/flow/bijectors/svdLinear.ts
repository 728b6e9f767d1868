import type { BijectorDefinition, TraceContext } from '../bijector'
import { zeros } from '../initial'
import { applyMatrix, applyTransposed } from '../linear/matrix'
import { reflectionProduct, reflectionSpec, rotationReflections } from '../linear/reflections'
import { positive } from '../positive'

/**
 * x = U diag(σ) Vᵀ z + b on ℝᴰ: turn, stretch along the axes by σ_i = `positive`(`diagonal`_i) > 0, turn. U and V are
 * rotations of K = 2⌊D/2⌋ reflections each, so that every matrix with positive determinant is reached. log|det ∂x/∂z| =
 * Σ ln σ_i. Singular values by reflections: Zhang, Lei & Dhillon 2018 (arXiv:1803.09327).
 *
 * `left` and `right` [K, D], the vectors of U and of V, see `reflections`, none when D = 1; `diagonal` [D]; `bias` b [D].
 * Vectors start in equal pairs and the rest at 0: the identity.
 */
export const svdLinear: BijectorDefinition = {
  type: 'svd-linear',
  create: (_settings, dims) => {
    const turns = dims > 1
    const factor = ({ b, parameter }: TraceContext, name: string) => reflectionProduct(b, parameter(name))
    return {
      parameters: [
        ...(turns ? ['left', 'right'].map((name) => reflectionSpec(name, rotationReflections(dims), dims)) : []),
        zeros('diagonal', [dims]),
        zeros('bias', [dims]),
      ],
      forwardAndLogDet: (context, z) => {
        const { b, parameter } = context
        const sigma = positive(b, parameter('diagonal'))
        const stretched = b.mul(turns ? applyTransposed(b, factor(context, 'right'), z) : z, sigma)
        const turned = turns ? applyMatrix(b, factor(context, 'left'), stretched) : stretched
        return { value: b.add(turned, parameter('bias')), logDet: b.sum(b.log(sigma)) }
      },
      inverseAndLogDet: (context, x) => {
        const { b, parameter } = context
        const sigma = positive(b, parameter('diagonal'))
        const centred = b.sub(x, parameter('bias'))
        const shrunk = b.div(turns ? applyTransposed(b, factor(context, 'left'), centred) : centred, sigma)
        const value = turns ? applyMatrix(b, factor(context, 'right'), shrunk) : shrunk
        return { value, logDet: b.neg(b.sum(b.log(sigma))) }
      },
    }
  },
}
