import type { BlockEntry } from '../types'

/**
 * Jones & Pewsey 2009: their z = sinh(δ arsinh x − ε) solved for x, with τ = 1/δ. ε is kept within ±5 and ln τ within ±1.5,
 * so that nothing overflows.
 */
export const sinhArcsinh: BlockEntry = {
  type: 'sinh-arcsinh',
  label: 'Sinh-arcsinh',
  family: 'elementwise',
  summary: 'Gives each coordinate a learnt skewness and tail weight: the cheapest way to a heavy or lopsided tail.',
  formula: String.raw`x_i = \sinh\left(\tau_i\left[\operatorname{arsinh} z_i + \varepsilon_i\right]\right)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \frac{\tau_i \cosh\left(\tau_i\left[\operatorname{arsinh} z_i + \varepsilon_i\right]\right)}{\sqrt{1 + z_i^2}}`,
  meaning: String.raw`arsinh takes tails in, as a logarithm would, and sinh lets them out again. Between the two $\varepsilon_i$ moves, which skews, and $\tau_i$ scales, which makes tails heavier above 1 and lighter below.`,
  line: 'x = sinh(τ (arsinh(z) + ε))',
  use: {
    when: 'As the last block for skewed or heavy-tailed columns, with two numbers each.',
    not: 'For several modes per column: it only skews and stretches tails.',
  },
  citation: {
    authors: 'M. C. Jones, A. Pewsey',
    year: 2009,
    title: 'Sinh-arcsinh Distributions',
    source: 'Biometrika 96 (2009)',
  },
  settings: [],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'two exponentials and two logarithms per coordinate' },
  inverse: { kind: 'analytic', cost: 'two exponentials and two logarithms per coordinate' },
  startsAsIdentity: true,
  notes: ['ε > 0 skews to the right; τ > 1 makes tails heavier than the normal, τ < 1 lighter.'],
}
