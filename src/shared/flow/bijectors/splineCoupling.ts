import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { rationalQuadratic } from '../splines/rationalQuadratic'
import { coupling } from './coupling'

/**
 * Neural spline flow (Durkan et al. 2019, arXiv:1906.04032, sections 3.1–3.2): x_A = z_A, and each coordinate of B goes
 * through a rational-quadratic spline of K bins on [−B, B], the identity outside. log|det ∂x/∂z| is the sum of the splines'
 * log-slopes. Parameters: see `coupling`; 3K − 1 numbers per coordinate of B, in the order of `knotsOf`.
 */
export const splineCoupling: BijectorDefinition = {
  type: 'spline-coupling',
  create: (settings, dims) =>
    coupling(settings, dims, rationalQuadratic(numberSetting(settings, 'bins'), numberSetting(settings, 'bound'))),
}
