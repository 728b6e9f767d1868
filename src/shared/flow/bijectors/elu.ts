import { elementwise } from '../elementwise/elementwise'

/**
 * x = z for z ≥ 0 and e^z − 1 below, ℝᴰ → (−1, ∞)ᴰ; Clevert et al. 2015 (arXiv:1511.07289), section 3, with α = 1.
 * log|det ∂x/∂z| = Σ min(z_i, 0). Slopes are continuous.
 *
 * No parameters.
 */
export const elu = elementwise('elu', () => ({
  codomain: [-1, Infinity],
  forward: (b, z) => {
    const low = b.min(z, 0)
    return { value: b.add(b.expm1(low), b.max(0, z)), logSlope: low }
  },
  inverse: (b, x) => {
    const low = b.log1p(b.min(x, 0))
    return { value: b.add(low, b.max(0, x)), logSlope: b.neg(low) }
  },
}))
