import type { BijectorDefinition } from '../bijector'
import { numberSetting } from '../settings'
import { scaleShift } from '../transformers/scaleShift'
import { autoregressive } from './autoregressive'

/**
 * MAF (Papamakarios et al. 2017, arXiv:1705.07057, section 3.1): x_i = e^{α_i} z_i + μ_i on ℝᴰ, with α_i = c·tanh(a_i / c)
 * and a_i, μ_i given by a masked network that sees the coordinates of x before i. log|det ∂x/∂z| = Σ α_i.
 * Parameters and passes: see `autoregressive`; outputs a_1, μ_1, a_2, μ_2, …
 */
export const maskedAutoregressive: BijectorDefinition = {
  type: 'masked-autoregressive',
  create: (settings, dims, contextDims) =>
    autoregressive(settings, { dims, contextDims }, scaleShift(numberSetting(settings, 'scaleBound'))),
}
