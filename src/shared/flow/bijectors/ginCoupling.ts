import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { volumePreserving } from '../transformers/volumePreserving'
import { coupling } from './coupling'

/**
 * GIN (Sorrenson et al. 2020, arXiv:2001.04872): x_A = z_A, x_B = e^{s(z_A)} ⊙ z_B + t(z_A) on ℝᴰ, where s is a bounded
 * log-scale, as in RealNVP, less its mean over B; the paper sets the last one to minus the sum of the others. Volume is
 * kept: log|det| = 0. With one coordinate in B, s = 0.
 * Parameters: see `coupling`; the numbers a, t per coordinate of B.
 */
export const ginCoupling: BijectorDefinition = {
  type: 'gin-coupling',
  create: (settings, dims, contextDims) =>
    coupling(settings, { dims, contextDims }, volumePreserving(numberSetting(settings, 'scaleBound'))),
}
