import type { BlockEntry } from '../types'

/**
 * x = L z + m, set by the first batch in the direction x → z to its mean and the Cholesky factor of its covariance: Kessy,
 * Lewin & Strimmer 2015. ActNorm for all second moments at once.
 */
export const whitening: BlockEntry = {
  type: 'whitening',
  label: 'Whitening',
  family: 'normalising',
  summary: 'Sets itself from the first batch so that z leaves it centred, with deviation 1 and without correlations.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{L}\,\mathbf{z} + \mathbf{m} \\ \mathbf{L}\mathbf{L}^\top = \operatorname{Cov}\mathbf{x}\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log L_{ii}`,
  meaning: String.raw`$\mathbf{m}$ is the mean of x, and the lower-triangular $\mathbf{L}$ a root of its covariance: z then has mean 0, standard deviation 1 and no correlations. Only the diagonal of $\mathbf{L}$ enters the determinant.`,
  line: 'x = L z + m, LLᵀ = Cov x',
  use: {
    when: 'As the first block of the data’s side, to remove means, scales and linear dependence at once.',
    not: 'Where the first batch is small or columns determine each other: its matrix is then mostly noise.',
  },
  citation: {
    authors: 'A. Kessy, A. Lewin, K. Strimmer',
    year: 2015,
    title: 'Optimal Whitening and Decorrelation',
    source: 'arXiv:1512.00809',
  },
  settings: [
    {
      kind: 'boolean',
      key: 'learned',
      label: 'Learned',
      help: 'Whether training goes on to change the matrix and the mean; otherwise they stay as the first batch set them.',
      default: true,
    },
  ],
  jacobian: { structure: 'triangular', constant: true },
  forward: { kind: 'analytic', cost: 'one triangular product, D²/2 operations' },
  inverse: { kind: 'analytic', cost: 'one triangular solve, D²/2 operations' },
  startsAsIdentity: false,
  setByData: true,
  notes: [
    'Not the identity when inserted: it sets itself from the first batch of training data in the direction x → z, once.',
    'A column that is constant, or that others determine, is stretched by at most 1000: what is left of it is rounding.',
    'The first batch should have many more rows than columns, or its covariance says little.',
  ],
}
