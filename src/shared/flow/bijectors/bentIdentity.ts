import { bend } from '../elementwise/bend'
import { elementwise } from '../elementwise/elementwise'

/**
 * x = z + (√(z² + 1) − 1) / 2, ℝᴰ → ℝᴰ: slope ½ far below 0, 1 at 0, 3/2 far above. It has no paper of its own; the curve
 * is that of Sneaky ReLU (Finzi et al. 2019) between other slopes. log|det ∂x/∂z|: see `bend`.
 *
 * No parameters.
 */
export const bentIdentity = elementwise('bent-identity', () => ({
  forward: (b, z) => bend.forward(b, z, 0.5, 1.5),
  inverse: (b, x) => bend.inverse(b, x, 0.5, 1.5),
}))
