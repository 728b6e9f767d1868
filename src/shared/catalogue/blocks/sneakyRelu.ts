import { invertibleConvolutional } from '../citations'
import type { BlockEntry } from '../types'

/**
 * Finzi et al. 2019, section 4.1: a hyperbola from slope r on the left to slope 1 on the right. They take it x → z with
 * r = 0.01; here r is learnt and kept above 10⁻³.
 */
export const sneakyRelu: BlockEntry = {
  type: 'sneaky-relu',
  label: 'Sneaky ReLU',
  family: 'elementwise',
  summary: 'A leaky ReLU without the kink: bends each coordinate smoothly by a learnt slope.',
  formula: String.raw`x_i = \tfrac{1}{2}\left[(1 + r_i)\,z_i + (1 - r_i)\left(\sqrt{1 + z_i^2} - 1\right)\right]`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \tfrac{1}{2}\left[1 + r_i + (1 - r_i)\,\frac{z_i}{\sqrt{1 + z_i^2}}\right]`,
  meaning:
    'A hyperbola through 0 whose slope goes from $r_i$, far to the left, to 1, far to the right. $r_i > 0$ is learnt; $r_i = 1$ is the identity.',
  line: 'x = z, smoothly r z below 0',
  use: {
    when: 'Between mixing blocks as a smooth, learnt bend that is closed form both ways.',
    not: 'Alone: it bends at 0 only.',
  },
  citation: invertibleConvolutional,
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one square root per coordinate' },
  inverse: { kind: 'analytic', cost: 'one square root per coordinate' },
  startsAsIdentity: true,
  notes: ['Without a block that mixes or shifts before it, it bends at 0 only.'],
}
