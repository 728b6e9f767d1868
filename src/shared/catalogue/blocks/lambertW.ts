import type { BlockEntry } from '../types'

/**
 * Goerg 2010: Tukey’s h with δ = 10⁻⁶ + softplus(a − 3) per coordinate. x → z is Lambert’s W of δx², found by bracketed
 * Newton on ln(1 + u e^u).
 */
export const lambertW: BlockEntry = {
  type: 'lambert-w',
  label: 'Lambert W tail',
  family: 'elementwise',
  summary: 'Makes the tails of each coordinate heavy by a learnt amount and leaves the middle nearly as it was.',
  formula: String.raw`x_i = z_i\,e^{\delta_i z_i^2 / 2}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \left[\tfrac{1}{2}\delta_i z_i^2 + \log\left(1 + \delta_i z_i^2\right)\right]`,
  meaning: String.raw`Each coordinate is multiplied by a factor that is 1 at 0 and grows with its square: $\delta_i > 0$ says how fast, and so how heavy the tails are.`,
  line: 'x = z exp(δ z² / 2)',
  use: {
    when: 'As the last block for data with heavy, roughly symmetric tails, such as returns.',
    not: 'For bounded or light-tailed data: it only makes tails heavier.',
  },
  citation: {
    authors: 'G. M. Goerg',
    year: 2010,
    title: 'The Lambert Way to Gaussianize heavy tailed data with the inverse of Tukey’s h as a special case',
    source: 'arXiv:1010.2265',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one exponential per coordinate' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'one scalar root per coordinate' },
  startsAsIdentity: false,
  notes: [
    'A fresh block is nearly, but not the identity: δ starts at 0.05, as δ = 0 could not learn.',
    'With a normal base moments of order 1/δ and above are infinite: δ ≥ ½ has no variance.',
  ],
}
