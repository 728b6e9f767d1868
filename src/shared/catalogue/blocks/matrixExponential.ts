import type { BlockEntry } from '../types'

/** x = e^M z + b for a free matrix M: Xiao & Liu 2020. The inverse is e^{−M}, the log-determinant the trace. */
export const matrixExponential: BlockEntry = {
  type: 'matrix-exponential',
  label: 'Matrix exponential',
  family: 'linear',
  summary: 'The linear flow dz/dt = M z after a time of 1: any matrix M gives an invertible map.',
  formula: String.raw`\mathbf{x} = e^{\mathbf{M}}\,\mathbf{z} + \mathbf{b}`,
  logDetFormula: String.raw`\operatorname{tr}\mathbf{M}`,
  meaning: String.raw`$e^{\mathbf{M}} = \mathbf{I} + \mathbf{M} + \tfrac12\mathbf{M}^2 + \dots$ has the inverse $e^{-\mathbf{M}}$, whatever $\mathbf{M}$ is. It stretches volumes by $e^{\operatorname{tr}\mathbf{M}}$; the trace is the sum along the diagonal of $\mathbf{M}$.`,
  line: 'x = exp(M) z + b',
  use: {
    when: 'Where a linear map should stay invertible whatever the numbers, or be scaled smoothly from the identity.',
    not: 'For large D, where its series of matrix products costs more than LU linear.',
  },
  citation: {
    authors: 'C. Xiao, L. Liu',
    year: 2020,
    title: 'Generative Flows with Matrix Exponential',
    source: 'arXiv:2007.09651',
  },
  settings: [],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'eleven D × D products per batch, one per point' },
  inverse: { kind: 'analytic', cost: 'the same with −M' },
  startsAsIdentity: true,
  notes: [
    'Stretches grow exponentially with M: an eigenvalue of 10 stretches 22 000-fold. Beyond ‖M‖ ≈ 30 digits are lost.',
    'Not every matrix is an exponential: one with a single negative eigenvalue, a mirror, is not.',
  ],
}
