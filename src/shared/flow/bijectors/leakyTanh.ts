import { elementwise } from '../elementwise/elementwise'
import { artanh, logSech2, side } from '../elementwise/functions'
import { numberSetting } from '../settings'

/**
 * x = tanh z for |z| ≤ m and its tangents at ±m beyond, ℝᴰ → ℝᴰ: a tanh, as between the layers of De Cao et al. 2019
 * (arXiv:1904.04676), whose range is the whole line. Slopes are continuous.
 * log|det ∂x/∂z| = Σ ln(1 − tanh² min(|z_i|, m)).
 *
 * No parameters; m is a setting.
 */
export const leakyTanh = elementwise('leaky-tanh', (settings) => {
  const bend = numberSetting(settings, 'bound')
  const [end, slope] = [Math.tanh(bend), 1 / Math.cosh(bend) ** 2]
  return {
    forward: (b, z) => {
      const sign = side(b, z)
      const a = b.mul(sign, z)
      const inside = b.min(a, bend)
      return {
        value: b.mul(sign, b.add(b.tanh(inside), b.mul(slope, b.max(0, b.sub(a, bend))))),
        logSlope: logSech2(b, inside),
      }
    },
    inverse: (b, x) => {
      const sign = side(b, x)
      const a = b.mul(sign, x)
      const inside = b.min(a, end)
      return {
        value: b.mul(sign, b.add(artanh(b, inside), b.mul(1 / slope, b.max(0, b.sub(a, end))))),
        logSlope: b.neg(b.add(b.log1p(inside), b.log1p(b.neg(inside)))),
      }
    },
  }
})
