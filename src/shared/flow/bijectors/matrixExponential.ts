import type { BijectorDefinition } from '../bijector'
import { zeros } from '../initial'
import { exponential } from '../linear/exponential'
import { applyMatrix, trace } from '../linear/matrix'

/**
 * x = e^M z + b on ℝᴰ for any matrix M (Xiao & Liu 2020, arXiv:2007.09651): the linear flow dz/dt = M z
 * followed for a time of 1. The inverse is e^{−M}, and log|det ∂x/∂z| = tr M.
 *
 * `matrix` M [D, D] and `bias` b [D], both free and 0 at the start, the identity.
 */
export const matrixExponential: BijectorDefinition = {
  type: 'matrix-exponential',
  create: (_settings, dims) => ({
    parameters: [zeros('matrix', [dims, dims]), zeros('bias', [dims])],
    forwardAndLogDet: ({ b, parameter }, z) => {
      const M = parameter('matrix')
      return { value: b.add(applyMatrix(b, exponential(b, M), z), parameter('bias')), logDet: trace(b, M) }
    },
    inverseAndLogDet: ({ b, parameter }, x) => {
      const minusM = b.neg(parameter('matrix'))
      return {
        value: applyMatrix(b, exponential(b, minusM), b.sub(x, parameter('bias'))),
        logDet: trace(b, minusM),
      }
    },
  }),
}
