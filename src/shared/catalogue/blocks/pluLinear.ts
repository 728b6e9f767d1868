import { glow } from '../citations'
import type { BlockEntry } from '../types'

/**
 * x = P L U z, Glow's "1×1 convolution" for plain vectors, section 3.2: P and the signs of U's diagonal are drawn from a seed
 * and stay fixed, the rest is learnt.
 */
export const pluLinear: BlockEntry = {
  type: 'plu-linear',
  label: 'PLU linear',
  family: 'linear',
  summary: 'Glow’s mixing matrix: a fixed random reordering and mirroring, with learnt triangular factors.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{P}\mathbf{L}\mathbf{U}\,\mathbf{z} \\ L_{ii} = 1,\quad U_{ii} = \pm e^{a_i}\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} a_i`,
  meaning: String.raw`$\mathbf{U}$, upper triangular, acts first, then $\mathbf{L}$, which has ones on its diagonal, then the fixed order $\mathbf{P}$. The diagonal of $\mathbf{U}$ has fixed signs and learnt sizes $e^{a_i}$, and only these enter the determinant.`,
  line: 'x = P L U z',
  use: {
    when: 'As the mixing step of Glow, where the signs and the order may be left to chance.',
    not: 'Where a fresh block should leave a trained density as it was: it starts as a random reordering.',
  },
  citation: glow,
  settings: [
    {
      kind: 'number',
      key: 'seed',
      label: 'Seed',
      help: 'Draws the order of the coordinates and the signs; the same seed draws the same ones.',
      default: 0,
      min: 0,
      max: 9999,
      step: 1,
      integer: true,
      scale: 'linear',
    },
  ],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'two triangular products, D² operations' },
  inverse: { kind: 'analytic', cost: 'two triangular solves, D² operations' },
  startsAsIdentity: false,
  notes: [
    'Not the identity when inserted: it starts as a random reordering with random signs, as the seed draws them.',
    'Order and signs stay as drawn, so whether it mirrors the space is settled by the seed.',
  ],
}
