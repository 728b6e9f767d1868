import type { BlockEntry } from '../types'

/** x = U diag(σ) Vᵀ z + b, U and V products of reflections that start in cancelling pairs: Zhang, Lei & Dhillon 2018. */
export const svdLinear: BlockEntry = {
  type: 'svd-linear',
  label: 'SVD linear',
  family: 'linear',
  summary: 'A learnt invertible matrix as turn, stretch, turn; its singular values can be read off and never vanish.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{U}\operatorname{diag}(\boldsymbol{\sigma})\mathbf{V}^\top\mathbf{z} + \mathbf{b} \\ \mathbf{U}^\top\mathbf{U} = \mathbf{V}^\top\mathbf{V} = \mathbf{I},\quad \sigma_i > 0\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \sigma_i`,
  meaning: String.raw`$\mathbf{V}^\top$ turns, the singular values $\sigma_i$ stretch along the axes, $\mathbf{U}$ turns again, and $\mathbf{b}$ moves. Volumes grow by the product of the $\sigma_i$.`,
  line: 'x = U diag(σ) Vᵀ z + b',
  use: {
    when: 'Where singular values should be read off, bounded or watched.',
    not: 'In high dimensions, where its two chains of reflections cost more than LU linear.',
  },
  citation: {
    authors: 'J. Zhang, Q. Lei, I. S. Dhillon',
    year: 2018,
    title: 'Stabilizing Gradients for Deep Neural Networks via Efficient SVD Parameterization',
    source: 'arXiv:1803.09327',
  },
  settings: [],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'two matrix products, 2D² operations' },
  inverse: { kind: 'analytic', cost: 'two matrix products, 2D² operations' },
  startsAsIdentity: true,
  notes: [
    'U and V only turn, so it never mirrors the space.',
    'While all singular values are equal, turning U does what turning V does: the first steps of training move them apart.',
  ],
}
