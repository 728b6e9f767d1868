import { elementwise } from '../elementwise/elementwise'
import { growth, steepest } from '../elementwise/functions'

const top = Math.exp(steepest)

/**
 * x = e^z, ℝᴰ → (0, ∞)ᴰ, so that the normal becomes the log-normal distribution; Dillon et al. 2017 (arXiv:1711.10604).
 * log|det ∂x/∂z| = Σ z_i. Above z = 75 it goes on along its tangent, so that nothing overflows.
 *
 * No parameters.
 */
export const exp = elementwise('exp', () => ({
  codomain: [0, Infinity],
  forward: (b, z) => ({ value: growth(b, z), logSlope: b.min(z, steepest) }),
  inverse: (b, x) => {
    const z = b.log(b.min(x, top))
    // x / e^75 − 1 beyond e^75, else 0
    return { value: b.add(z, b.max(0, b.sub(b.mul(x, 1 / top), 1))), logSlope: b.neg(z) }
  },
}))
