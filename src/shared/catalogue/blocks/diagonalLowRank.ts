import type { BlockEntry } from '../types'

/**
 * x = diag(d) (I + û₁w₁ᵀ) ⋯ (I + û_K w_Kᵀ) z + b, akin to the Woodbury transformations of Lu & Huang 2020. Each factor is
 * kept invertible as in planar flows, wᵀû > −1, and so is the product, whose inverse is Woodbury's formula with a
 * triangular K × K matrix (Hager 1989).
 */
export const diagonalLowRank: BlockEntry = {
  type: 'diagonal-low-rank',
  label: 'Diagonal + low rank',
  family: 'linear',
  summary:
    'Scales each coordinate and mixes them along K directions: a matrix of about 2KD numbers, for many dimensions.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \operatorname{diag}(\mathbf{d}) \prod_{k=1}^{K} \left(\mathbf{I} + \hat{\mathbf{u}}_k\mathbf{w}_k^\top\right) \mathbf{z} + \mathbf{b} \\ d_i > 0,\quad \mathbf{w}_k^\top\hat{\mathbf{u}}_k > -1\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log d_i + \sum_{k=1}^{K} \log\left(1 + \mathbf{w}_k^\top\hat{\mathbf{u}}_k\right)`,
  meaning: String.raw`Each factor adds to a point a multiple of $\hat{\mathbf{u}}_k$, as large as the point reaches along $\mathbf{w}_k$; $\mathbf{d}$ then scales each coordinate, and $\mathbf{b}$ moves. A factor stretches volumes by $1 + \mathbf{w}_k^\top\hat{\mathbf{u}}_k$, which is above 0.`,
  line: 'x = (diag + rank K) z + b',
  use: {
    when: 'To mix hundreds of coordinates that depend on each other through a few common factors.',
    not: 'In few dimensions, where a full LU linear costs hardly more and mixes freely.',
  },
  citation: {
    authors: 'W. W. Hager',
    year: 1989,
    title: 'Updating the Inverse of a Matrix',
    source: 'SIAM Review 31 (1989)',
  },
  settings: [
    {
      kind: 'number',
      key: 'rank',
      label: 'Rank',
      help: 'How many directions K are mixed. From D on it is a full matrix, which LU linear does more cheaply.',
      default: 2,
      min: 1,
      max: 32,
      step: 1,
      integer: true,
      scale: 'linear',
    },
  ],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'one matrix product, D² operations' },
  inverse: { kind: 'analytic', cost: 'one K × K triangular solve and one product' },
  startsAsIdentity: true,
  notes: [
    'Diagonal and factors have positive determinants, so it never mirrors the space.',
    'Invertible for all parameters, but large ones in many directions multiply: keep K small.',
  ],
}
