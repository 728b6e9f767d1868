import type { BijectorDefinition } from '../bijector'
import { bernstein as polynomial } from '../polynomials/bernstein'
import { numberSetting } from '../settings'
import { autoregressive } from './autoregressive'

/**
 * Bernstein polynomial flow (Ramasinghe et al. 2021, arXiv:2102.03509; Sick et al. 2020, arXiv:2004.00464) on ℝᴰ, x → z:
 * z_i = P_i(x_i; x_<i), P_i an increasing Bernstein polynomial on [−B, B] whose coefficients a masked network gives, see
 * `polynomials/bernstein`. log|det ∂x/∂z| = −Σ ln P_i'(x_i). z → x solves D polynomials one after another.
 * Parameters: see `autoregressive`; per coordinate n − 4 numbers.
 */
export const bernstein: BijectorDefinition = {
  type: 'bernstein',
  create: (settings, dims, contextDims) =>
    autoregressive(
      settings,
      { dims, contextDims },
      polynomial(numberSetting(settings, 'degree'), numberSetting(settings, 'bound')),
    ),
}
