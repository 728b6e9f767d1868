import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { scaleShift } from '../transformers/scaleShift'
import { coupling } from './coupling'

/**
 * RealNVP (Dinh et al. 2016, arXiv:1605.08803, section 3.2): x_A = z_A, x_B = e^{s(z_A)} ⊙ z_B + t(z_A) on ℝᴰ, with
 * s = c·tanh(a / c), c fixed, where the paper's section 4.1 learns the factor of a tanh. log|det ∂x/∂z| = Σ_{i ∈ B}
 * s_i(z_A).
 * Parameters: see `coupling`; the numbers a, t per coordinate of B.
 */
export const affineCoupling: BijectorDefinition = {
  type: 'affine-coupling',
  create: (settings, dims, contextDims) =>
    coupling(settings, { dims, contextDims }, scaleShift(numberSetting(settings, 'scaleBound'))),
}
