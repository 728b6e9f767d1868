import type { BijectorDefinition } from '../bijector'
import { applyMatrix, applyTransposed } from '../linear/matrix'
import { reflectionProduct, reflectionSpec } from '../linear/reflections'
import { numberSetting } from '../settings'

/**
 * x = H₁ H₂ ⋯ H_K z on ℝᴰ, H_k = I − 2 v_k v_kᵀ/‖v_k‖² the reflection in the hyperplane across v_k (Tomczak & Welling
 * 2016, arXiv:1611.09630). The matrix is orthogonal: the inverse is its transpose and log|det ∂x/∂z| = 0.
 *
 * `vectors` [K, D]: axes in random order, each for two reflections in turn. Two equal ones cancel, so that an even K starts as
 * the identity and an odd one as a single reflection.
 */
export const householder: BijectorDefinition = {
  type: 'householder',
  create: (settings, dims) => ({
    parameters: [reflectionSpec('vectors', numberSetting(settings, 'reflections'), dims)],
    forwardAndLogDet: ({ b, parameter }, z) => ({
      value: applyMatrix(b, reflectionProduct(b, parameter('vectors')), z),
      logDet: b.scalar(0),
    }),
    inverseAndLogDet: ({ b, parameter }, x) => ({
      value: applyTransposed(b, reflectionProduct(b, parameter('vectors')), x),
      logDet: b.scalar(0),
    }),
  }),
}
