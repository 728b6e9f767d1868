import { elementwise } from '../elementwise/elementwise'
import { bend } from '../elementwise/bend'
import { positive } from '../positive'

/**
 * x = [(1 + r) z + (1 − r) (√(1 + z²) − 1)] / 2, ℝᴰ → ℝᴰ: a smooth leaky ReLU that bends from slope r > 10⁻³ far below 0
 * to slope 1 far above; Finzi et al. 2019, section 4.1, whose α is (1 − r) / (1 + r). They take it x → z with r = 0.01; here
 * r is learnt for each coordinate. log|det ∂x/∂z|: see `bend`.
 *
 * `slope` [D], unconstrained r, see `positive`; zeros at the start, the identity.
 */
export const sneakyRelu = elementwise('sneaky-relu', () => ({
  parameters: ['slope'],
  startsAsIdentity: true,
  forward: (b, z, [slope]) => bend.forward(b, z, positive(b, slope), 1),
  inverse: (b, x, [slope]) => bend.inverse(b, x, positive(b, slope), 1),
}))
