import { elementwise } from '../elementwise/elementwise'
import { positive } from '../positive'

/**
 * x = z for z ≥ 0 and α z below, ℝᴰ → ℝᴰ, with one learnt slope α > 10⁻³ per coordinate; He et al. 2015
 * (arXiv:1502.01852), equation 1. log|det ∂x/∂z| = Σ ln α_i over the coordinates with z_i < 0.
 *
 * `slope` [D], unconstrained, see `positive`; zeros at the start, the identity.
 */
export const leakyRelu = elementwise('leaky-relu', () => ({
  parameters: ['slope'],
  forward: (b, z, [slope]) => {
    const alpha = positive(b, slope)
    const low = b.less(z, 0)
    return { value: b.select(low, b.mul(alpha, z), z), logSlope: b.select(low, b.log(alpha), 0) }
  },
  inverse: (b, x, [slope]) => {
    const alpha = positive(b, slope)
    const low = b.less(x, 0)
    return { value: b.select(low, b.div(x, alpha), x), logSlope: b.select(low, b.neg(b.log(alpha)), 0) }
  },
}))
