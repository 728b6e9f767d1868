import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { denseSigmoid } from '../transformers/denseSigmoid'
import { autoregressive } from './autoregressive'

/**
 * NAF with deep dense sigmoidal maps (Huang et al. 2018, arXiv:1804.00779) on ℝᴰ, x → z: each z_i is x_i taken
 * through a monotone network of L layers of K sigmoids, whose weights, rates and offsets come from a masked network of the
 * coordinates of x before i, and from matrices that all share. log|det ∂x/∂z| is minus the sum of these maps' log-slopes;
 * z → x solves D equations one after another. Parameters: see `autoregressive` and `denseSigmoid`; (4L − 1) K numbers per coordinate.
 */
export const denseNeuralAutoregressive: BijectorDefinition = {
  type: 'dense-neural-autoregressive',
  create: (settings, dims, contextDims) =>
    autoregressive(
      settings,
      { dims, contextDims },
      denseSigmoid({ units: numberSetting(settings, 'units'), layers: numberSetting(settings, 'denseLayers') }),
    ),
}
