import type { BlockEntry } from '../types'

/** Yeo & Johnson 2000, with their ψ as x → z and λ learnt within (0.1, 1.9), where both halves reach infinity. */
export const yeoJohnson: BlockEntry = {
  type: 'yeo-johnson',
  label: 'Yeo–Johnson',
  family: 'elementwise',
  summary: 'The power transform of statistics: a learnt λ per coordinate turns skewed data nearly symmetric.',
  formula: String.raw`\begin{gathered}z_i = \pm\frac{(1 + |x_i|)^{p_i} - 1}{p_i} \\ p_i = \begin{cases}\lambda_i & x_i \ge 0 \\ 2 - \lambda_i & x_i < 0\end{cases}\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \left(\tfrac{1}{p_i} - 1\right)\log\left(1 + p_i |z_i|\right)`,
  meaning: String.raw`From x to z: to the right of 0 it is the power $\lambda_i$ of $1 + x_i$, to the left the power $2 - \lambda_i$ of $1 - x_i$, shifted and scaled so that both halves meet at 0 with slope 1. $\lambda_i = 1$ is the identity.`,
  line: 'z = ±((1 + |x|)ᵖ − 1) / p',
  use: {
    when: 'As the last block for moderately skewed data on the whole line.',
    not: 'For heavy skews or several modes, which one λ does not reach.',
  },
  citation: {
    authors: 'I.-K. Yeo, R. A. Johnson',
    year: 2000,
    title: 'A New Family of Power Transformations to Improve Normality or Symmetry',
    source: 'Biometrika 87 (2000)',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one power per coordinate' },
  inverse: { kind: 'analytic', cost: 'one power per coordinate' },
  startsAsIdentity: true,
  notes: [
    'λ < 1 draws in a long right tail on the way to z, λ > 1 a long left one. At λ ≤ 0 or λ ≥ 2 the image would end, so λ stays in (0.1, 1.9).',
  ],
}
