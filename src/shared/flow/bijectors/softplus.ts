import { elementwise } from '../elementwise/elementwise'

/**
 * x = ln(1 + e^z), ℝᴰ → (0, ∞)ᴰ: e^z for z far below 0, z far above; Dugas et al. 2000, "Incorporating second-order
 * functional knowledge for better option pricing". log|det ∂x/∂z| = −Σ softplus(−z_i).
 *
 * No parameters.
 */
export const softplus = elementwise('softplus', () => ({
  codomain: [0, Infinity],
  forward: (b, z) => ({ value: b.softplus(z), logSlope: b.neg(b.softplus(b.neg(z))) }),
  inverse: (b, x) => {
    // z = ln(e^x − 1), and dx/dz = 1 − e^−x
    const logSlope = b.neg(b.log(b.neg(b.expm1(b.neg(x)))))
    return { value: b.sub(x, logSlope), logSlope }
  },
}))
