import { invertibleConvolutional } from '../citations'
import type { BlockEntry } from '../types'

/**
 * z + (√(z² + 1) − 1) / 2. It has no paper of its own; the curve is that of Sneaky ReLU, Finzi et al. 2019, section 4.1,
 * between the slopes ½ and 3/2.
 */
export const bentIdentity: BlockEntry = {
  type: 'bent-identity',
  label: 'Bent identity',
  family: 'elementwise',
  summary: 'Bends each coordinate smoothly from slope ½ to slope 3/2; nothing in it is learnt.',
  formula: String.raw`x_i = z_i + \tfrac{1}{2}\left(\sqrt{z_i^2 + 1} - 1\right)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log\left(1 + \frac{z_i}{2\sqrt{z_i^2 + 1}}\right)`,
  meaning: String.raw`Far to the left the curve has slope $\tfrac12$, far to the right $\tfrac32$, and it goes through 0 with slope 1. The sum is over the logarithms of its slopes.`,
  line: 'x = z + (√(z² + 1) − 1) / 2',
  use: {
    when: 'As a fixed, smooth bend between linear blocks, for instance to see what a bend alone can do.',
    not: 'Where the bend should be learnt: sneaky ReLU is the same curve with a free slope.',
  },
  citation: invertibleConvolutional,
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one square root per coordinate' },
  inverse: { kind: 'analytic', cost: 'one square root per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: ['A fresh block is not the identity.', 'Sneaky ReLU is the same curve with a learnt slope.'],
}
