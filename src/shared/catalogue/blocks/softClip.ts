import type { BlockEntry } from '../types'

/** The softsign of Bergstra et al. 2009, as in Glorot & Bengio 2010, section 2.3, with a bound: x = z / (1 + |z| / B). */
export const softClip: BlockEntry = {
  type: 'soft-clip',
  label: 'Soft clip',
  family: 'elementwise',
  summary: 'Keeps each coordinate within a bound; gentler than tanh, with tails that approach it slowly.',
  formula: String.raw`x_i = \frac{z_i}{1 + |z_i| / B}`,
  logDetFormula: String.raw`-2 \sum_{i=1}^{D} \log\left(1 + |z_i| / B\right)`,
  meaning: String.raw`Near 0 the coordinate stays nearly as it is; far out it comes close to $\pm B$ and never reaches it. The slope is $1 / (1 + |z_i|/B)^2$.`,
  line: 'x = z / (1 + |z| / B)',
  use: {
    when: 'To keep what reaches the next block within a bound, such as the box of a polynomial.',
    not: 'As the last block for data on the whole line: points beyond the bound have density 0.',
  },
  citation: {
    authors: 'X. Glorot, Y. Bengio',
    year: 2010,
    title: 'Understanding the Difficulty of Training Deep Feedforward Neural Networks',
    source: 'Proceedings of Machine Learning Research 9 (2010)',
  },
  settings: [
    {
      kind: 'number',
      key: 'bound',
      label: 'Bound',
      help: 'No coordinate of x reaches ±B. Keep it wider than the data.',
      default: 5,
      min: 0.5,
      max: 50,
      step: 0.5,
      integer: false,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: { setting: 'bound', times: -1 }, to: { setting: 'bound', times: 1 } },
  forward: { kind: 'analytic', cost: 'one division per coordinate' },
  inverse: { kind: 'analytic', cost: 'one division per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image is (−B, B): points on or beyond the ends have density 0.',
    'The density has a kink at 0.',
  ],
}
