import { elementwise } from '../elementwise/elementwise'
import { numberSetting } from '../settings'

/**
 * x = l + (u − l) / (1 + e^−Tz), ℝᴰ → (l, u)ᴰ, and inverted the logit of (x − l) / (u − l): what Dinh et al. 2016 take
 * data with ends through (arXiv:1605.08803, section 4.1). log|det ∂x/∂z| = Σ ln(T(u − l)) − softplus(Tz_i) −
 * softplus(−Tz_i), which neither end saturates.
 *
 * No parameters; ends l < u and temperature T are settings.
 */
export const sigmoid = elementwise('sigmoid', (settings) => {
  const [low, high] = [numberSetting(settings, 'lower'), numberSetting(settings, 'upper')]
  const temperature = numberSetting(settings, 'temperature')
  return {
    codomain: [low, high],
    forward: (b, z) => {
      const t = b.mul(temperature, z)
      const logSlope = b.sub(Math.log(temperature * (high - low)), b.add(b.softplus(t), b.softplus(b.neg(t))))
      return { value: b.add(b.mul(high - low, b.sigmoid(t)), low), logSlope }
    },
    inverse: (b, x) => {
      const [above, below] = [b.log(b.sub(x, low)), b.log(b.sub(high, x))]
      return {
        value: b.mul(1 / temperature, b.sub(above, below)),
        logSlope: b.sub(Math.log((high - low) / temperature), b.add(above, below)),
      }
    },
  }
})
