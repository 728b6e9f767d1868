import type { BlockEntry } from '../types'

/** Dugas et al. 2000: x = ln(1 + e^z), positive and nearly z for large z. */
export const softplus: BlockEntry = {
  type: 'softplus',
  label: 'Softplus',
  family: 'elementwise',
  summary: 'Makes every coordinate positive, but unlike the exponential leaves large values nearly as they were.',
  formula: String.raw`x_i = \log\left(1 + e^{z_i}\right)`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log\left(1 + e^{-z_i}\right)`,
  meaning: String.raw`$\log(1 + e^{z_i})$ is nearly $e^{z_i}$ where $z_i$ is far below 0 and nearly $z_i$ where it is far above. Its slope is the sigmoid of $z_i$.`,
  line: 'x = ln(1 + exp(z)), positive',
  use: {
    when: 'As the last block for positive data whose large values are on an additive scale.',
    not: 'For data over several powers of ten: the exponential fits them.',
  },
  citation: {
    authors: 'C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau, R. Garcia',
    year: 2000,
    title: 'Incorporating Second-Order Functional Knowledge for Better Option Pricing',
    source: 'Advances in Neural Information Processing Systems 13 (2000)',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: 0, to: Infinity },
  forward: { kind: 'analytic', cost: 'one exponential and one logarithm per coordinate' },
  inverse: { kind: 'analytic', cost: 'one exponential and one logarithm per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image is x > 0: points at or below 0 have density 0, so it needs data in such units, not standardised.',
  ],
}
