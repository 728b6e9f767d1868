import type { BlockEntry } from '../types'
import { affineCoupling } from './affineCoupling'

/** Dinh et al. 2016, section 4.1, take data with ends through the logit, which is this block inverted. */
export const sigmoid: BlockEntry = {
  type: 'sigmoid',
  label: 'Sigmoid',
  family: 'elementwise',
  summary:
    'Squeezes each coordinate between two ends; inverted it is the logit, which spreads bounded data over the whole line.',
  formula: String.raw`x_i = l + \frac{u - l}{1 + e^{-T z_i}}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \frac{T\,(u - l)\,e^{-T z_i}}{\left(1 + e^{-T z_i}\right)^2}`,
  meaning:
    'The curve rises from the lower end $l$ to the upper end $u$, half way at $z_i = 0$; $T$ says how steep it is there. The sum is over the logarithms of its slopes.',
  line: 'x = sigmoid(T z), in (l, u)',
  use: {
    when: 'As the last block for data between two known ends; inverted, as the logit, to open such data up.',
    not: 'For data that touch their ends: they have density 0 there.',
  },
  citation: affineCoupling.citation,
  settings: [
    {
      kind: 'number',
      key: 'lower',
      label: 'Lower end',
      help: 'The end l below every coordinate of x, in units of what leaves the block.',
      default: 0,
      min: -100,
      max: 0,
      step: 0.1,
      integer: false,
      scale: 'linear',
    },
    {
      kind: 'number',
      key: 'upper',
      label: 'Upper end',
      help: 'The end u above every coordinate of x, in units of what leaves the block.',
      default: 1,
      min: 0.1,
      max: 100,
      step: 0.1,
      integer: false,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'temperature',
      label: 'Temperature',
      help: 'Steepness T: larger values bring the middle closer to a step.',
      default: 1,
      min: 0.1,
      max: 10,
      step: 0.1,
      integer: false,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'diagonal', constant: false },
  codomain: { from: { setting: 'lower', times: 1 }, to: { setting: 'upper', times: 1 } },
  forward: { kind: 'analytic', cost: 'one exponential per coordinate' },
  inverse: { kind: 'analytic', cost: 'two logarithms per coordinate' },
  startsAsIdentity: false,
  learnsNothing: true,
  notes: [
    'A fresh block is not the identity. Its image lies between the two ends: points on or beyond them have density 0.',
    'The logit is this block inverted.',
    'Single precision reaches the upper end itself for z beyond about 17 / T; such a sample then has density 0.',
  ],
}
