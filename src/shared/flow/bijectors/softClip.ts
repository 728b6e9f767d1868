import { elementwise } from '../elementwise/elementwise'
import { side } from '../elementwise/functions'
import { numberSetting } from '../settings'

/**
 * x = z / (1 + |z| / B), ℝᴰ → (−B, B)ᴰ: the softsign of Bergstra et al. 2009, as in Glorot & Bengio 2010, section 2.3, for
 * any bound. Nearly the identity for |z| ≪ B. log|det ∂x/∂z| = −2 Σ ln(1 + |z_i| / B). Slopes are continuous.
 *
 * No parameters; B is a setting.
 */
export const softClip = elementwise('soft-clip', (settings) => {
  const bound = numberSetting(settings, 'bound')
  return {
    codomain: [-bound, bound],
    forward: (b, z) => {
      const share = b.mul(b.mul(side(b, z), z), 1 / bound)
      return { value: b.div(z, b.add(share, 1)), logSlope: b.mul(-2, b.log1p(share)) }
    },
    inverse: (b, x) => {
      const share = b.mul(b.mul(side(b, x), x), 1 / bound)
      return { value: b.div(x, b.sub(1, share)), logSlope: b.mul(-2, b.log1p(b.neg(share))) }
    },
  }
})
