import type { BijectorDefinition } from '../bijector'
import { monotoneIntegral } from '../integrals/monotone'
import { numberSetting } from '../settings'
import { autoregressive } from './autoregressive'

/**
 * Unconstrained monotonic neural network (Wehenkel & Louppe 2019, arXiv:1908.05164: UMNN-MAF) on ℝᴰ, x → z:
 * z_i = β_i + ∫₀^{x_i} g(u; h_i) du, where a masked network gives β_i and what g sees of x_<i, see `integrals/monotone`.
 * log|det ∂x/∂z| = −Σ ln of the slopes. z → x solves D such equations one after another.
 * Parameters: see `autoregressive` and `monotoneIntegral`; per coordinate H + 2 numbers.
 */
export const unconstrainedMonotonic: BijectorDefinition = {
  type: 'unconstrained-monotonic',
  create: (settings, dims, contextDims) => {
    const number = (key: string) => numberSetting(settings, key)
    const options = {
      units: number('units'),
      nodes: number('nodes'),
      bound: number('bound'),
      scaleBound: number('scaleBound'),
    }
    return autoregressive(settings, { dims, contextDims }, monotoneIntegral(options))
  },
}
