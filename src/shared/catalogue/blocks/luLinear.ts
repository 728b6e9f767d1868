import type { BlockEntry } from '../types'

/**
 * x = L U z + b with unit lower-triangular L and upper-triangular U whose diagonal is softplus(a) + 10⁻³ > 0. Starts as
 * the identity. LU factors of a learnt linear map: Oliva et al. 2018, and Glow, section 3.2.
 */
export const luLinear: BlockEntry = {
  type: 'lu-linear',
  label: 'LU linear',
  family: 'linear',
  summary:
    'A learnt invertible matrix that mixes all coordinates; a better neighbour for couplings than a permutation.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{L}\mathbf{U}\,\mathbf{z} + \mathbf{b} \\ L_{ii} = 1,\quad U_{ii} > 0\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log U_{ii}`,
  meaning: String.raw`The upper-triangular $\mathbf{U}$ acts first, then the lower-triangular $\mathbf{L}$ with ones on its diagonal, then the shift $\mathbf{b}$. Only the diagonal of $\mathbf{U}$ enters the determinant.`,
  line: 'x = L U z + b',
  use: {
    when: 'Between couplings in place of a permutation, in up to some hundred dimensions.',
    not: 'Where D is in the thousands: D² numbers and products become the cost of the stack.',
  },
  citation: {
    authors: 'J. B. Oliva, A. Dubey, M. Zaheer, B. Póczos, R. Salakhutdinov, E. P. Xing, J. Schneider',
    year: 2018,
    title: 'Transformation Autoregressive Networks',
    source: 'arXiv:1801.09819',
  },
  settings: [
    { kind: 'boolean', key: 'bias', label: 'Shift', help: 'Adds a learnt shift b after the matrix.', default: true },
  ],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'two triangular products, D² operations' },
  inverse: { kind: 'analytic', cost: 'two triangular solves, D² operations' },
  startsAsIdentity: true,
  notes: ['The diagonal of U stays positive, so the matrix has positive determinant: it never mirrors the space.'],
}
