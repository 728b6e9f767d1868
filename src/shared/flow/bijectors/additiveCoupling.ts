import type { BijectorDefinition } from '../bijector'
import { shift } from '../transformers/shift'
import { coupling } from './coupling'

/**
 * NICE (Dinh et al. 2014, arXiv:1410.8516, section 3.2): x_A = z_A, x_B = z_B + t(z_A) on ℝᴰ. Volume is kept:
 * log|det| = 0. Parameters: see `coupling`; one number t per coordinate of B.
 */
export const additiveCoupling: BijectorDefinition = {
  type: 'additive-coupling',
  create: (settings, dims, contextDims) => coupling(settings, { dims, contextDims }, shift),
}
