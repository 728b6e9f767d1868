import type { BlockEntry, NumberSetting } from '../types'

const end = (key: string, label: string, help: string, at: number): NumberSetting => ({
  kind: 'number',
  key,
  label,
  help,
  default: at,
  min: -100,
  max: 100,
  step: 0.1,
  integer: false,
  scale: 'linear',
})

/**
 * x = f(z) in each coordinate, f typed by the user. The interval of each sub-expression and of its derivative, by which f
 * is proved one-to-one, is Moore's; the density is the change of variables for f.
 */
export const expression: BlockEntry = {
  type: 'expression',
  label: 'Custom expression',
  family: 'elementwise',
  summary: 'A function that you type, applied to each coordinate; refused with the reason if it cannot be turned back.',
  formula: String.raw`x_i = f(z_i)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log\left|f'(z_i)\right|`,
  meaning:
    "$f$ is your own expression in $z$, applied to every coordinate. Its slope $f'$ is found by the engine; the log-determinant adds up the logarithms of its size.",
  line: 'x = f(z), f typed by you',
  use: {
    when: 'For a change of variables that is known in closed form, and to try what makes a map valid.',
    not: 'Where the map should be learnt: nothing in it is.',
  },
  citation: {
    authors: 'R. E. Moore',
    year: 1966,
    title: 'Interval Analysis',
    source: 'Prentice-Hall (1966)',
  },
  settings: [
    {
      kind: 'text',
      key: 'expression',
      label: 'f(z)',
      help:
        'An expression in z, such as 2z + 1 or z < 0 ? z : 3z. Signs + − * / ^, constants pi and e, functions exp, log, ' +
        'sqrt, abs, sin, cos, tan, tanh, sinh, cosh, asinh, sigmoid, softplus, erf, min, max and if.',
      default: 'z + 0.5 sin(z)',
      constraint: 'expression',
    },
    end('from', 'From', 'One end of the interval on which f must be one-to-one and is used as typed.', -8),
    end('to', 'To', 'The other end of the interval. The two may be in either order.', 8),
    {
      kind: 'choice',
      key: 'outside',
      label: 'Outside',
      help: 'What f does outside the interval: go on as straight lines with its slopes at the ends, or not exist.',
      default: 'lines',
      options: [
        { value: 'lines', label: 'Straight lines' },
        { value: 'nothing', label: 'Nothing' },
      ],
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'f and its derivative once per coordinate' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'one scalar root per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'Not the identity unless you type z, and nothing in it is learnt: put affine blocks beside it.',
    'With straight lines outside, the map is onto ℝ. With nothing, points outside the interval or its image have density 0.',
    'A jump is allowed when no value is taken twice; values that are jumped over have density 0.',
    'Where the slope is nearly 0, single precision loses digits of the inverse, and log|det| is held at ln 10⁻¹² or above.',
  ],
}
