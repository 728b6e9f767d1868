import { cdfs } from '../elementwise/cdfs'
import { elementwise } from '../elementwise/elementwise'
import { choiceSetting } from '../settings'

/**
 * x = F(z) with a distribution's function F, ℝᴰ → (0, 1)ᴰ: the probability integral transform, Rosenblatt 1952 for one
 * coordinate. Inverted, F⁻¹ gives the uniform distribution on (0, 1) the density F′. log|det ∂x/∂z| = Σ ln F′(z_i).
 *
 * Closed form in both directions but for the normal's quantile, which Newton finds within a bracket.
 * No parameters; the distribution is a setting.
 */
export const distributionCdf = elementwise('distribution-cdf', (settings) => {
  const { cdf, quantile } = cdfs[choiceSetting(settings, 'distribution') as keyof typeof cdfs]
  return { codomain: [0, 1], forward: cdf, inverse: quantile }
})
