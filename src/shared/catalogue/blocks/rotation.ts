import type { BlockEntry } from '../types'

/**
 * x = e^{A − Aᵀ} z: the rotation with D(D−1)/2 free angles, in the plane the one angle. The exponential reaches every
 * rotation (Lezcano-Casado & Martínez-Rubio 2019); zero angles are the identity.
 */
export const rotation: BlockEntry = {
  type: 'rotation',
  label: 'Rotation',
  family: 'linear',
  summary: 'Turns space about the origin by learnt angles; keeps all lengths and volumes.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{Q}\,\mathbf{z} \\ \mathbf{Q} = e^{\mathbf{A} - \mathbf{A}^\top},\quad \mathbf{Q}^\top\mathbf{Q} = \mathbf{I}\end{gathered}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`$\mathbf{A}$ is any matrix. $\mathbf{A} - \mathbf{A}^\top$ changes its sign when it is transposed, and the exponential of such a matrix is a rotation $\mathbf{Q}$. Lengths and volumes stay.`,
  line: 'x = exp(A − Aᵀ) z',
  use: {
    when: 'Between elementwise or Gaussianization blocks, to present them other directions at constant volume.',
    not: 'Where lengths should change too: LU or SVD linear do both.',
  },
  citation: {
    authors: 'M. Lezcano-Casado, D. Martínez-Rubio',
    year: 2019,
    title:
      'Cheap Orthogonal Constraints in Neural Networks: A Simple Parametrization of the Orthogonal and Unitary Group',
    source: 'arXiv:1901.08428',
  },
  settings: [],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'one matrix product, D² operations' },
  inverse: { kind: 'analytic', cost: 'one product with the transpose, D² operations' },
  startsAsIdentity: true,
  notes: ['In the plane its one parameter is the angle, counter-clockwise in radians. It never mirrors the space.'],
}
