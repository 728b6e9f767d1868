import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { elementwise } from '../elementwise/elementwise'
import { side } from '../elementwise/functions'
import { bounded } from '../positive'

/** λ stays this near 1: within (0, 2), where both halves reach infinity, and far enough from its ends not to overflow. */
export const lambdaBound = 0.9

/**
 * Yeo & Johnson 2000 (Biometrika 87): z = ψ(x; λ) = sign(x) [(1 + |x|)^p − 1] / p on ℝᴰ, p = λ for x ≥ 0 and
 * 2 − λ below, so that skewed data become nearly symmetric. Here x = ψ⁻¹(z), with λ in (0.1, 1.9).
 * log|det ∂x/∂z| = Σ (1/p_i − 1) ln(1 + p_i |z_i|). Slopes are continuous, 1 at 0.
 *
 * `lambda` [D], λ − 1 bounded to ±0.9 by `bounded`; zeros at the start, λ = 1, the identity.
 */
export const yeoJohnson = elementwise('yeo-johnson', () => {
  const power = (b: Builder, raw: Node, sign: Node) => b.add(b.mul(sign, bounded(b, raw, lambdaBound)), 1)
  return {
    parameters: ['lambda'],
    startsAsIdentity: true,
    forward: (b, z, [raw]) => {
      const sign = side(b, z)
      const p = power(b, raw, sign)
      const stretch = b.div(b.log1p(b.mul(p, b.mul(sign, z))), p) // ln(1 + |x|)
      return { value: b.mul(sign, b.expm1(stretch)), logSlope: b.mul(b.sub(1, p), stretch) }
    },
    inverse: (b, x, [raw]) => {
      const sign = side(b, x)
      const p = power(b, raw, sign)
      const stretch = b.log1p(b.mul(sign, x))
      const size = b.div(b.expm1(b.mul(p, stretch)), p)
      return { value: b.mul(sign, size), logSlope: b.mul(b.sub(p, 1), stretch) }
    },
  }
})
