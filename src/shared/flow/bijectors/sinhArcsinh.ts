import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { elementwise } from '../elementwise/elementwise'
import { arsinh, logCosh, side, sinh } from '../elementwise/functions'
import { bounded } from '../positive'

/** Bounds of ε and of ln τ: τ (arsinh 10⁴ + 5) < 68, and e^68 is within single precision. */
export const skewBound = 5
export const tailBound = 1.5

/**
 * x = sinh(τ (arsinh z + ε)), ℝᴰ → ℝᴰ; Jones & Pewsey 2009 (Biometrika 96): their z = sinh(δ arsinh x − ε)
 * solved for x, with δ = 1 / τ.
 * ε > 0 skews to the right, τ > 1 makes tails heavier and τ < 1 lighter than the normal's.
 * log|det ∂x/∂z| = Σ ln τ_i + ln cosh(τ_i (arsinh z_i + ε_i)) − ½ ln(1 + z_i²).
 *
 * `skew` ε [D] and `logTail` ln τ [D], bounded to ±5 and ±1.5 by `bounded`; zeros at the start, the identity.
 */
export const sinhArcsinh = elementwise('sinh-arcsinh', () => {
  const shape = (b: Builder, [skew, logTail]: readonly Node[]) => {
    const lnTau = bounded(b, logTail, tailBound)
    return { epsilon: bounded(b, skew, skewBound), lnTau, tau: b.exp(lnTau) }
  }
  const signedArsinh = (b: Builder, x: Node) => {
    const sign = side(b, x)
    return b.mul(sign, arsinh(b, b.mul(sign, x)))
  }
  return {
    parameters: ['skew', 'logTail'],
    startsAsIdentity: true,
    forward: (b, z, raw) => {
      const { epsilon, lnTau, tau } = shape(b, raw)
      const from = signedArsinh(b, z)
      const to = b.mul(tau, b.add(from, epsilon))
      // ½ ln(1 + z²) = ln cosh(arsinh z)
      return { value: sinh(b, to), logSlope: b.add(lnTau, b.sub(logCosh(b, to), logCosh(b, from))) }
    },
    inverse: (b, x, raw) => {
      const { epsilon, lnTau, tau } = shape(b, raw)
      const from = signedArsinh(b, x)
      const to = b.sub(b.div(from, tau), epsilon)
      return { value: sinh(b, to), logSlope: b.sub(b.sub(logCosh(b, to), logCosh(b, from)), lnTau) }
    },
  }
})
