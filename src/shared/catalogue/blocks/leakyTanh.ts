import type { BlockEntry } from '../types'

/** tanh between ±m and its tangents beyond, so that its range is the whole line; a tanh stands between the layers of De Cao et al. 2019. */
export const leakyTanh: BlockEntry = {
  type: 'leaky-tanh',
  label: 'Leaky tanh',
  family: 'elementwise',
  summary: 'A tanh that goes on in straight lines: bends the middle and works on the whole line.',
  formula: String.raw`x_i = \begin{cases}\tanh z_i & |z_i| \le m \\ \pm\tanh m + (z_i \mp m)\operatorname{sech}^2 m & \text{otherwise}\end{cases}`,
  logDetFormula: String.raw`2\sum_{i=1}^{D} \log \operatorname{sech} \min(|z_i|, m)`,
  meaning: String.raw`Up to $\pm m$ the curve is tanh; beyond, its tangents at $\pm m$ go on, with slope $\operatorname{sech}^2 m$, so that the whole line is reached.`,
  line: 'x = tanh(z), straight tails',
  use: {
    when: 'To bend the middle between linear blocks while the whole line stays in reach.',
    not: 'For data with bounds, where tanh or sigmoid fit them exactly.',
  },
  citation: {
    authors: 'N. De Cao, I. Titov, W. Aziz',
    year: 2019,
    title: 'Block Neural Autoregressive Flow',
    source: 'arXiv:1904.04676',
  },
  settings: [
    {
      kind: 'number',
      key: 'bound',
      label: 'Bound',
      help: 'The tanh ends at ±m and its tangents take over. Their slope falls fast with m.',
      default: 3,
      min: 0.5,
      max: 5,
      step: 0.1,
      integer: false,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one tanh per coordinate' },
  inverse: { kind: 'analytic', cost: 'two logarithms per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity.',
    'Tails have slope 1 − tanh² m, about 0.01 for m = 3: far points of the data move very far inverted.',
  ],
}
