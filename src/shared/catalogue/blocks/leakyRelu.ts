import type { BlockEntry } from '../types'

/** He et al. 2015, equation 1: a learnt slope below 0 for each coordinate, kept above 10⁻³, and 1 from 0 on. */
export const leakyRelu: BlockEntry = {
  type: 'leaky-relu',
  label: 'Leaky ReLU',
  family: 'elementwise',
  summary: 'Stretches or squeezes the negative half of each coordinate by a learnt slope.',
  formula: String.raw`x_i = \begin{cases} z_i & z_i \ge 0 \\ \alpha_i z_i & z_i < 0\end{cases}`,
  logDetFormula: String.raw`\sum_{z_i < 0} \log \alpha_i`,
  meaning: String.raw`From 0 on a coordinate stays; below, it is multiplied by a learnt slope $\alpha_i > 0$. Only negative coordinates count in the log-determinant.`,
  line: 'x = z, or α z below 0',
  use: {
    when: 'Between mixing blocks as the simplest bend, closed form both ways.',
    not: 'Where the density must be continuous: it jumps at 0.',
  },
  citation: {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    year: 2015,
    title: 'Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification',
    source: 'arXiv:1502.01852',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one product per coordinate' },
  inverse: { kind: 'analytic', cost: 'one product per coordinate' },
  startsAsIdentity: true,
  notes: [
    'The density jumps at 0: choose Sneaky ReLU for a smooth one.',
    'Without a block that mixes or shifts before it, it bends at 0 only.',
  ],
}
