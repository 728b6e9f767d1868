import type { BijectorDefinition } from '../bijector'
import { splineOf } from '../splines/spline'
import { autoregressive } from './autoregressive'

/**
 * The autoregressive neural spline flow (Durkan et al. 2019, arXiv:1906.04032) on ℝᴰ: x_i = τ(z_i; θ_i(x_<i)),
 * τ a monotone spline of K bins on [−B, B], the identity outside. log|det ∂x/∂z| = Σ ln τ'(z_i).
 * Parameters and passes: see `autoregressive`; the numbers of a coordinate's spline are in the order that its kind says.
 */
export const splineAutoregressive: BijectorDefinition = {
  type: 'spline-autoregressive',
  create: (settings, dims, contextDims) => autoregressive(settings, { dims, contextDims }, splineOf(settings)),
}
