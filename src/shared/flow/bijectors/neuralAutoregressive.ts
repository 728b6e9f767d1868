import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { deepSigmoid } from '../transformers/deepSigmoid'
import { autoregressive } from './autoregressive'

/**
 * NAF with deep sigmoidal maps (Huang et al. 2018, arXiv:1804.00779) on ℝᴰ: z_i = ln(u_i / (1 − u_i)),
 * u_i = Σ_k w_ik σ(a_ik x_i + b_ik), with weights, rates and offsets from a masked network of the coordinates of x before
 * i. log|det ∂x/∂z| is minus the sum of these maps' log-slopes. Parameters and passes: see `autoregressive`; 3K numbers per
 * coordinate in the order of `deepSigmoid`.
 */
export const neuralAutoregressive: BijectorDefinition = {
  type: 'neural-autoregressive',
  create: (settings, dims, contextDims) =>
    autoregressive(settings, { dims, contextDims }, deepSigmoid(numberSetting(settings, 'components'))),
}
