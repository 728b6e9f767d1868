import type { BijectorDefinition } from '../bijector'
import { angles } from '../conditioners/features'
import { numberSetting } from '../settings'
import { circular } from '../splines/circular'
import { autoregressive } from './autoregressive'

/**
 * An autoregressive layer on the torus [−π, π]ᴰ (Rezende et al. 2020, arXiv:2002.02428): each angle goes
 * through a circular spline, its numbers from the sines and cosines of the angles of x before it.
 * Parameters: see `autoregressive` and `circular`; the network sees all sines, then all cosines.
 */
export const circularSplineAutoregressive: BijectorDefinition = {
  type: 'circular-spline-autoregressive',
  create: (settings, dims, contextDims) =>
    autoregressive(settings, { dims, contextDims }, circular(numberSetting(settings, 'bins')), angles),
}
