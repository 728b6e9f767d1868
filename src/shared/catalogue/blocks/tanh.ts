import type { BlockEntry } from '../types'

/**
 * Haarnoja et al. 2018, appendix C: x = tanh z. Their log-slope ln(1 − tanh² z) is written as 2 (ln 2 − z − softplus(−2z)),
 * which does not saturate.
 */
export const tanh: BlockEntry = {
  type: 'tanh',
  label: 'Tanh',
  family: 'elementwise',
  summary: 'Squeezes each coordinate into (−1, 1), as for bounded actions.',
  formula: String.raw`x_i = \tanh z_i`,
  logDetFormula: String.raw`\sum_{i=1}^{D} 2\left[\log 2 - z_i - \log\left(1 + e^{-2z_i}\right)\right]`,
  meaning: String.raw`tanh rises from $-1$ to 1 with slope $1 - \tanh^2 z_i$. The sum is over the logarithms of that slope, written so that they keep their digits where tanh is flat.`,
  line: 'x = tanh(z), in (−1, 1)',
  use: {
    when: 'As the last block for data in (−1, 1), such as bounded actions.',
    not: 'For data on the whole line, or that touch their ends.',
  },
  citation: {
    authors: 'T. Haarnoja, A. Zhou, P. Abbeel, S. Levine',
    year: 2018,
    title: 'Soft Actor-Critic: Off-Policy Maximum Entropy Deep Reinforcement Learning with a Stochastic Actor',
    source: 'arXiv:1801.01290',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: -1, to: 1 },
  forward: { kind: 'analytic', cost: 'one tanh per coordinate' },
  inverse: { kind: 'analytic', cost: 'two logarithms per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image is (−1, 1): points on or beyond the ends have density 0.',
    'For data on the whole line choose the leaky tanh.',
  ],
}
