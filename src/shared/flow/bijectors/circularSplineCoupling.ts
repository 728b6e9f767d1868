import type { BijectorDefinition } from '../bijector'
import { angles } from '../conditioners/features'
import { numberSetting } from '../settings'
import { circular } from '../splines/circular'
import { coupling } from './coupling'

/**
 * A coupling layer on the torus [−π, π]ᴰ (Rezende et al. 2020, arXiv:2002.02428): x_A = z_A, and each
 * angle of B goes through a circular spline, its numbers from sin z_A and cos z_A. log|det ∂x/∂z| = Σ ln of the slopes.
 * Parameters: see `coupling` and `circular`; the network sees all sines, then all cosines.
 */
export const circularSplineCoupling: BijectorDefinition = {
  type: 'circular-spline-coupling',
  create: (settings, dims, contextDims) =>
    coupling(settings, { dims, contextDims }, circular(numberSetting(settings, 'bins')), angles),
}
