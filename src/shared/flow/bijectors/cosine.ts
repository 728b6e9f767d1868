import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition } from '../bijector'
import { applyMatrix, applyTransposed } from '../linear/matrix'

/**
 * The discrete cosine transform of Ahmed, Natarajan & Rao 1974 (IEEE Trans. Comput. C-23), scaled to be orthonormal: x = C z
 * on ℝᴰ, C_kn = c_k cos(π (n + ½) k / D), c_0 = √(1/D), c_k = √(2/D). The inverse is Cᵀ; log|det| = 0. No parameters.
 */
export const cosine: BijectorDefinition = {
  type: 'cosine',
  create: (_settings, dims) => ({
    parameters: [],
    forwardAndLogDet: ({ b }, z) => ({ value: applyMatrix(b, cosines(b, dims), z), logDet: b.scalar(0) }),
    inverseAndLogDet: ({ b }, x) => ({ value: applyTransposed(b, cosines(b, dims), x), logDet: b.scalar(0) }),
  }),
}

function cosines(b: Builder, dims: number): Node {
  const entry = (k: number, n: number) =>
    Math.sqrt((k === 0 ? 1 : 2) / dims) * Math.cos((Math.PI * (n + 0.5) * k) / dims)
  const entries = Array.from({ length: dims * dims }, (_, at) => entry(Math.floor(at / dims), at % dims))
  return b.constant(entries, [dims, dims])
}
