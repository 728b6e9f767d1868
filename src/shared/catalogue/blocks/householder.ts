import type { BlockEntry } from '../types'

/**
 * x = H₁ ⋯ H_K z, each H_k a reflection. Tomczak & Welling 2016; D of them reach every orthogonal matrix. The
 * vectors start in equal pairs, which cancel.
 */
export const householder: BlockEntry = {
  type: 'householder',
  label: 'Householder',
  family: 'linear',
  summary: 'Turns space by mirroring it several times; keeps all lengths and volumes.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{H}_1 \cdots \mathbf{H}_K\,\mathbf{z} \\ \mathbf{H}_k = \mathbf{I} - 2\,\frac{\mathbf{v}_k\mathbf{v}_k^\top}{\lVert\mathbf{v}_k\rVert^2}\end{gathered}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`Each $\mathbf{H}_k$ mirrors space at the hyperplane through the origin to which $\mathbf{v}_k$ is at right angles. Mirrors keep lengths, so the log-determinant is 0.`,
  line: 'x = H₁⋯H_K z',
  use: {
    when: 'To turn and mirror many coordinates with few numbers, between elementwise blocks.',
    not: 'In the plane, where rotation says the same with one angle.',
  },
  citation: {
    authors: 'J. M. Tomczak, M. Welling',
    year: 2016,
    title: 'Improving Variational Auto-Encoders using Householder Flow',
    source: 'arXiv:1611.09630',
  },
  settings: [
    {
      kind: 'number',
      key: 'reflections',
      label: 'Reflections',
      help: 'How many mirrors K. D of them reach every turn of D coordinates; an odd number also mirrors the space.',
      default: 4,
      min: 1,
      max: 64,
      step: 1,
      integer: true,
      scale: 'linear',
    },
  ],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'one matrix product, D² operations' },
  inverse: { kind: 'analytic', cost: 'one product with the transpose, D² operations' },
  startsAsIdentity: true,
  notes: [
    'An odd number of reflections starts as a single mirror, not as the identity.',
    'An even number only turns, an odd one turns and mirrors: training cannot change from one to the other.',
  ],
}
