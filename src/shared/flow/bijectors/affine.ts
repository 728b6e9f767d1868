import type { BijectorDefinition } from '../bijector'
import { zeros } from '../initial'

/**
 * x = e^s ⊙ z + t on ℝᴰ, with one scale and shift per coordinate: the last layer of NICE (Dinh et al. 2014,
 * arXiv:1410.8516, section 3.3) with a shift. log|det ∂x/∂z| = Σ s_i.
 *
 * `logScale` s [D] and `shift` t [D], both free and 0 at the start.
 */
export const affine: BijectorDefinition = {
  type: 'affine',
  create: (_settings, dims) => ({
    parameters: [zeros('logScale', [dims]), zeros('shift', [dims])],
    forwardAndLogDet: ({ b, parameter }, z) => {
      const s = parameter('logScale')
      return { value: b.add(b.mul(z, b.exp(s)), parameter('shift')), logDet: b.sum(s) }
    },
    inverseAndLogDet: ({ b, parameter }, x) => {
      const minusS = b.neg(parameter('logScale'))
      return { value: b.mul(b.sub(x, parameter('shift')), b.exp(minusS)), logDet: b.sum(minusS) }
    },
  }),
}
