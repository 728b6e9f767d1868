import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { elementwise } from '../elementwise/elementwise'
import { side } from '../elementwise/functions'
import { bounded } from '../positive'

/** ε, which keeps the slope at 0 between 0 and ∞. */
export const blunting = 0.1

/** Bound of a = ln p: exponents stay between e⁻² and e². */
export const exponentBound = 2

/**
 * x = sign(z) [(|z| + ε)^p − ε^p], p = e^a, ℝᴰ → ℝᴰ: the signed power of Bickel & Doksum 1981, without their −1 and
 * division by p, blunted by ε = 0.1, since sign(z) |z|^p has slope 0 or ∞ at 0, and with it no log-density there. Slopes are
 * continuous, p ε^{p−1} at 0.
 * log|det ∂x/∂z| = Σ a_i + (p_i − 1) ln(|z_i| + ε). With p in [e⁻², e²] |z| = 10⁴ stays within single precision.
 *
 * `logExponent` a [D], bounded to ±2 by `bounded`; zeros at the start, the identity.
 */
export const signedPower = elementwise('signed-power', () => {
  const exponent = (b: Builder, raw: Node) => {
    const a = bounded(b, raw, exponentBound)
    return { a, p: b.exp(a), floor: b.exp(b.mul(b.exp(a), Math.log(blunting))) }
  }
  /** Σ of the slope's logarithm, given ln(1 + |z| / ε). */
  const logSlope = (b: Builder, a: Node, p: Node, stretch: Node) =>
    b.add(a, b.mul(b.sub(p, 1), b.add(stretch, Math.log(blunting))))
  return {
    parameters: ['logExponent'],
    startsAsIdentity: true,
    forward: (b, z, [raw]) => {
      const { a, p, floor } = exponent(b, raw)
      const sign = side(b, z)
      const stretch = b.log1p(b.mul(b.mul(sign, z), 1 / blunting))
      // ε^p (e^{p ln(1 + |z|/ε)} − 1), free of cancellation near 0
      const size = b.mul(floor, b.expm1(b.mul(p, stretch)))
      return { value: b.mul(sign, size), logSlope: logSlope(b, a, p, stretch) }
    },
    inverse: (b, x, [raw]) => {
      const { a, p, floor } = exponent(b, raw)
      const sign = side(b, x)
      const stretch = b.div(b.log1p(b.div(b.mul(sign, x), floor)), p)
      const size = b.mul(blunting, b.expm1(stretch))
      return { value: b.mul(sign, size), logSlope: b.neg(logSlope(b, a, p, stretch)) }
    },
  }
})
