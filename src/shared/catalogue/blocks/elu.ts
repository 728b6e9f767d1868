import type { BlockEntry } from '../types'

/** Clevert et al. 2015, section 3, with α = 1: slopes meet at 0, and nothing falls below −1. */
export const elu: BlockEntry = {
  type: 'elu',
  label: 'ELU',
  family: 'elementwise',
  summary: 'Bends the negative half of each coordinate towards −1 and leaves the rest.',
  formula: String.raw`x_i = \begin{cases} z_i & z_i \ge 0 \\ e^{z_i} - 1 & z_i < 0\end{cases}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \min(z_i, 0)`,
  meaning:
    'From 0 on the coordinate stays; below, it follows $e^{z_i} - 1$, which levels off at $-1$. The slope there is $e^{z_i}$, so only negative coordinates count in the log-determinant.',
  line: 'x = z, or exp(z) − 1 below 0',
  use: {
    when: 'For data with a floor, which lie above −1 after a shift.',
    not: 'For data on the whole line: points at or below −1 have density 0.',
  },
  citation: {
    authors: 'D.-A. Clevert, T. Unterthiner, S. Hochreiter',
    year: 2015,
    title: 'Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)',
    source: 'arXiv:1511.07289',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: -1, to: Infinity },
  forward: { kind: 'analytic', cost: 'one exponential per coordinate' },
  inverse: { kind: 'analytic', cost: 'one logarithm per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: ['A fresh block is not the identity. Its image is x > −1: points at or below −1 have density 0.'],
}
