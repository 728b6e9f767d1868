import type { BijectorDefinition } from '../bijector'
import { splineOf } from '../splines/spline'
import { coupling } from './coupling'

/**
 * Neural spline flow (Durkan et al. 2019, arXiv:1906.04032): x_A = z_A, and each coordinate of B goes
 * through a monotone spline of K bins on [−B, B], the identity outside. log|det ∂x/∂z| is the sum of the splines'
 * log-slopes. Parameters: see `coupling`; the numbers of a coordinate's spline are in the order that its kind says.
 */
export const splineCoupling: BijectorDefinition = {
  type: 'spline-coupling',
  create: (settings, dims, contextDims) => coupling(settings, { dims, contextDims }, splineOf(settings)),
}
