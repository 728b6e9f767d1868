import type { BlockEntry } from '../types'

/** x = L z + b, L lower triangular with positive diagonal: the linear autoregressive flow of Tomczak & Welling 2017, scaled. */
export const triangular: BlockEntry = {
  type: 'triangular',
  label: 'Triangular',
  family: 'linear',
  summary:
    'Adds to each coordinate a multiple of those before it: a linear autoregressive step, which any covariance fits.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{L}\,\mathbf{z} + \mathbf{b} \\ L_{ij} = 0 \text{ for } j > i,\quad L_{ii} > 0\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log L_{ii}`,
  meaning: String.raw`Coordinate $i$ of x is a weighted sum of $z_1, \dots, z_i$, with row $i$ of $\mathbf{L}$ as weights, moved by $b_i$. Only the diagonal of $\mathbf{L}$ enters the determinant.`,
  line: 'x = L z + b',
  use: {
    when: 'To fit any covariance in one block, as a whitening that is learnt.',
    not: 'Where a large turn of space is needed: it keeps the first coordinate’s direction.',
  },
  citation: {
    authors: 'J. M. Tomczak, M. Welling',
    year: 2017,
    title: 'Improving Variational Auto-Encoders using convex combination linear Inverse Autoregressive Flow',
    source: 'arXiv:1706.02326',
  },
  settings: [],
  jacobian: { structure: 'triangular', constant: true },
  forward: { kind: 'analytic', cost: 'one triangular product, D²/2 operations' },
  inverse: { kind: 'analytic', cost: 'one triangular solve, D²/2 operations' },
  startsAsIdentity: true,
  notes: ['The first coordinate is only scaled and shifted, whatever the others are.'],
}
