import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec } from '../bijector'
import { identity, masked } from './matrix'

/** ‖v‖² is not taken smaller than this, so that v = 0 divides nothing by zero; its factor is then the identity. */
const leastSquare = 1e-24

/**
 * The vectors v₁ … v_K [K, D] of K reflections: axes in random order, each for two in turn, so that pairs cancel, to the
 * last bit as only 0 and ±1 meet.
 */
export const reflectionSpec = (name: string, count: number, dims: number): ParameterSpec => ({
  name,
  shape: [count, dims],
  init: (random) => {
    const axes = random.permutation(dims)
    const vectors = new Float64Array(count * dims)
    for (let k = 0; k < count; k++) vectors[k * dims + axes[(k >> 1) % dims]] = 1
    return vectors
  },
})

/** The most reflections, in pairs, that a rotation of ℝᴰ can need (Cartan & Dieudonné): every rotation is reached by as many. */
export const rotationReflections = (dims: number): number => 2 * Math.floor(dims / 2)

/**
 * H₁ H₂ ⋯ H_K, H_k = I − 2 u_k u_kᵀ, u = v/‖v‖, without a product of K matrices: I − 2 Uᵀ S⁻¹ U with the u as the rows
 * of U and S unit upper triangular, S_ij = 2 u_iᵀu_j above its diagonal (Joffrain et al., ACM Trans. Math. Softw. 32
 * (2006)). It is orthogonal to rounding for all v ≠ 0, with determinant (−1)ᴷ.
 */
export function reflectionProduct(b: Builder, vectors: Node): Node {
  const [count, dims] = vectors.shape
  const square = b.reshape(b.sum(b.square(vectors), [-1]), [count, 1])
  const U = b.div(vectors, b.sqrt(b.max(square, leastSquare)))
  const products = b.mul(b.matmul(U, U, { transposeB: true }), 2)
  const S = masked(b, products, (i, j) => i < j)
  const solved = b.triangularSolve(S, U, { lower: false, unit: true })
  return b.sub(identity(b, dims), b.mul(b.matmul(U, solved, { transposeA: true }), 2))
}

/**
 * Vectors [D, D] of D reflections whose product is an orthogonal D × D matrix up to the signs of its columns: Householder's
 * triangular form of it is diagonal.
 */
export function reflectionsOf(orthogonal: Float64Array, dims: number): Float64Array {
  const rest = Float64Array.from(orthogonal)
  const vectors = Array.from({ length: dims }, (_, k) => {
    const v = Array.from({ length: dims }, (_, i) => (i < k ? 0 : rest[i * dims + k]))
    v[k] += v[k] < 0 ? -Math.hypot(...v) : Math.hypot(...v)
    const square = v.reduce((sum, value) => sum + value * value, 0)
    for (let j = 0; j < dims; j++) {
      const along = (2 / square) * v.reduce((sum, value, i) => sum + value * rest[i * dims + j], 0)
      v.forEach((value, i) => (rest[i * dims + j] -= along * value))
    }
    return v
  })
  return Float64Array.from(vectors.flat())
}
