import { tensorFlowDistributions } from '../citations'
import type { BlockEntry } from '../types'

/** x = e^z for each coordinate, so that the normal becomes the log-normal. */
export const exp: BlockEntry = {
  type: 'exp',
  label: 'Exponential',
  family: 'elementwise',
  summary: 'Makes every coordinate positive: for data that are sizes, waiting times or rates.',
  formula: String.raw`x_i = e^{z_i}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} z_i`,
  meaning:
    '$e^{z_i}$ is positive whatever $z_i$ is. Its slope is $e^{z_i}$ again, whose logarithm is $z_i$: the log-determinant is the sum of the coordinates.',
  line: 'x = exp(z), positive',
  use: {
    when: 'As the last block for positive data on a multiplicative scale: incomes, sizes, rates.',
    not: 'For standardised data or data with zeros: neither is positive.',
  },
  citation: tensorFlowDistributions,
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: 0, to: Infinity },
  forward: { kind: 'analytic', cost: 'one exponential per coordinate' },
  inverse: { kind: 'analytic', cost: 'one logarithm per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image is x > 0: points at or below 0 have density 0, so it needs data in such units, not standardised.',
    'Inverted it is the logarithm. Beyond z = 75 it goes on along its tangent, so that nothing overflows.',
  ],
}
