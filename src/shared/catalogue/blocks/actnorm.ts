import { glow } from '../citations'
import type { BlockEntry } from '../types'

/**
 * Glow's activation normalisation, section 3.1, there z = s ⊙ x + b with a free s. Its first batch in the direction x → z
 * sets b and s so that z has mean 0 and standard deviation 1 per coordinate; after that both are ordinary parameters.
 */
export const actnorm: BlockEntry = {
  type: 'actnorm',
  label: 'ActNorm',
  family: 'normalising',
  summary: 'An affine layer that sets itself from the first batch so that z leaves it standardised.',
  formula: String.raw`\mathbf{x} = e^{\mathbf{s}} \odot (\mathbf{z} - \mathbf{b})`,
  logDetFormula: String.raw`\sum_{i=1}^{D} s_i`,
  meaning:
    'Each coordinate is moved by $-b_i$ and scaled by $e^{s_i}$. The first batch sets both, so that z has mean 0 and standard deviation 1; from then on they are learnt.',
  line: 'x = eˢ ⊙ (z − b)',
  use: {
    when: 'Between couplings of a deep stack, so that each meets coordinates of usual size from the first step on.',
    not: 'Inverted, or where the first batch is not typical of the data: it is set by that batch once.',
  },
  citation: glow,
  settings: [],
  jacobian: { structure: 'diagonal', constant: true },
  forward: { kind: 'analytic', cost: 'one subtract and multiply per coordinate' },
  inverse: { kind: 'analytic', cost: 'one multiply and add per coordinate' },
  startsAsIdentity: false,
  setByData: true,
  notes: [
    'Not the identity when inserted: it sets itself from the first batch of training data in the direction x → z, once.',
  ],
}
