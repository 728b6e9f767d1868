import { elementwise } from '../elementwise/elementwise'
import { artanh, logSech2 } from '../elementwise/functions'

/**
 * x = tanh z, ℝᴰ → (−1, 1)ᴰ, as for bounded actions in Haarnoja et al. 2018 (arXiv:1801.01290, appendix C).
 * log|det ∂x/∂z| = Σ ln(1 − tanh² z_i), as there, = Σ 2 (ln 2 − z_i − softplus(−2z_i)), the form that does not saturate.
 *
 * No parameters.
 */
export const tanh = elementwise('tanh', () => ({
  codomain: [-1, 1],
  forward: (b, z) => ({ value: b.tanh(z), logSlope: logSech2(b, z) }),
  inverse: (b, x) => ({ value: artanh(b, x), logSlope: b.neg(b.add(b.log1p(x), b.log1p(b.neg(x)))) }),
}))
