import type { BlockEntry } from '../types'

/** x = C z with C the discrete cosine transform (DCT-II) of Ahmed, Natarajan & Rao 1974, scaled to be orthonormal. */
export const cosine: BlockEntry = {
  type: 'cosine',
  label: 'Cosine transform',
  family: 'linear',
  summary: 'Turns coordinates in a row, such as a series over time, into their frequencies; fixed, nothing to learn.',
  formula: String.raw`\begin{gathered}x_k = c_k \sum_{n=0}^{D-1} z_n \cos\left(\frac{\pi (n + \tfrac12) k}{D}\right) \\ c_0 = \sqrt{\tfrac{1}{D}},\quad c_k = \sqrt{\tfrac{2}{D}}\end{gathered}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`$x_k$ says how much of a wave with $k$ half periods there is in the row $z_0, \dots, z_{D-1}$. The factors $c_k$ keep lengths, so the log-determinant is 0.`,
  line: 'x = C z, C cosines',
  use: {
    when: 'For columns that follow each other, such as a time series or a row of pixels, before couplings.',
    not: 'For columns without an order: frequencies then mean nothing.',
  },
  citation: {
    authors: 'N. Ahmed, T. Natarajan, K. R. Rao',
    year: 1974,
    title: 'Discrete Cosine Transform',
    source: 'IEEE Transactions on Computers C-23 (1974)',
  },
  settings: [],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'one matrix product, D² operations' },
  inverse: { kind: 'analytic', cost: 'one product with the transpose, D² operations' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'Not the identity when inserted, and without parameters.',
    'Useful where neighbouring columns belong together. From data to frequencies is the inverted block.',
  ],
}
