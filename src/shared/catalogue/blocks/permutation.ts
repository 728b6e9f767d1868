import { nice } from '../citations'
import type { BlockEntry } from '../types'

/** x_i = z_π(i), with π fixed: reversed, drawn from a seed, or given. NICE, section 3.2, exchanges the halves so. */
export const permutation: BlockEntry = {
  type: 'permutation',
  label: 'Permutation',
  family: 'linear',
  summary: 'Reorders the coordinates, so that the next coupling or autoregressive block sees them differently.',
  formula: String.raw`x_i = z_{\pi(i)}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`$\pi$ is a fixed order: coordinate $i$ of x is coordinate $\pi(i)$ of z. Nothing is stretched, so the log-determinant is 0.`,
  line: 'xᵢ = z_π(i)',
  use: {
    when: 'Between couplings or autoregressive blocks, so that each coordinate gets its turn at no cost.',
    not: 'As the only mixing where the best pairing is not known: LU linear learns it.',
  },
  citation: nice,
  settings: [
    {
      kind: 'choice',
      key: 'order',
      label: 'Order',
      help: 'How the coordinates are reordered.',
      default: 'reverse',
      options: [
        { value: 'reverse', label: 'Reverse' },
        { value: 'random', label: 'Random' },
        { value: 'custom', label: 'Custom' },
      ],
    },
    {
      kind: 'number',
      key: 'seed',
      label: 'Seed',
      help: 'Draws the random order; the same seed gives the same order.',
      default: 0,
      min: 0,
      max: 9999,
      step: 1,
      integer: true,
      scale: 'linear',
      when: { key: 'order', equals: 'random' },
    },
    {
      kind: 'integers',
      key: 'custom',
      label: 'Custom order',
      help: 'Each coordinate once, numbered from 0: entry i names the coordinate of z that becomes coordinate i of x.',
      default: null,
      constraint: 'permutation',
      when: { key: 'order', equals: 'custom' },
    },
  ],
  jacobian: { structure: 'permutation', constant: true },
  forward: { kind: 'analytic', cost: 'no arithmetic' },
  inverse: { kind: 'analytic', cost: 'no arithmetic' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: ['Not the identity when inserted: it exchanges coordinates at once. It learns nothing itself.'],
}
