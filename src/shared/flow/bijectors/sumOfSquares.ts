import type { BijectorDefinition } from '../bijector'
import { sumOfSquares as polynomial } from '../polynomials/sumOfSquares'
import { numberSetting } from '../settings'
import { autoregressive } from './autoregressive'

/**
 * SOS polynomial flow (Jaini et al. 2019, arXiv:1905.02325, there z → x) on ℝᴰ: z_i = P_i(x_i; x_<i), P_i the primitive
 * of a sum of squares whose coefficients a masked network gives, see `polynomials/sumOfSquares`.
 * log|det ∂x/∂z| = −Σ ln P_i'(x_i). z → x solves D polynomials one after another.
 * Parameters: see `autoregressive`; per coordinate K(L + 1) + 1 numbers.
 */
export const sumOfSquares: BijectorDefinition = {
  type: 'sum-of-squares',
  create: (settings, dims, contextDims) => {
    const [polynomials, degree] = [numberSetting(settings, 'polynomials'), numberSetting(settings, 'degree')]
    return autoregressive(
      settings,
      { dims, contextDims },
      polynomial(polynomials, degree, numberSetting(settings, 'bound')),
    )
  },
}
