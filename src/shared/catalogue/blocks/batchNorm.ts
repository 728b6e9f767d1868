import { affineCoupling } from './affineCoupling'
import type { BlockEntry } from '../types'

/**
 * Dinh et al. 2016, section 3.7, with the learnt scale and shift of MAF's appendix B: batch statistics while training, running
 * averages otherwise, where MAF takes the moments of all training rows. The variance is the batch's own, divided by n.
 */
export const batchNorm: BlockEntry = {
  type: 'batch-norm',
  label: 'Batch normalisation',
  family: 'normalising',
  summary: 'Standardises each batch in training and keeps running averages for everything else; steadies deep stacks.',
  formula: String.raw`\mathbf{z} = e^{\boldsymbol{\gamma}} \odot \frac{\mathbf{x} - \mathbf{m}}{\sqrt{\mathbf{v} + \varepsilon}} + \boldsymbol{\beta}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \left[\tfrac{1}{2}\log(v_i + \varepsilon) - \gamma_i\right]`,
  meaning: String.raw`From x to z: $\mathbf{m}$ and $\mathbf{v}$ are mean and variance of the batch in training, running averages otherwise. $\boldsymbol{\gamma}$ and $\boldsymbol{\beta}$ are a learnt log-scale and shift, and $\varepsilon$ keeps the root from 0.`,
  line: 'z = eᵞ ⊙ (x − m) / √(v + ε) + β',
  use: {
    when: 'In deep stacks whose training drifts, with batches of some hundred rows.',
    not: 'With small batches, or where the training loss itself must be that of the model: ActNorm does not depend on the batch.',
  },
  citation: affineCoupling.citation,
  settings: [
    {
      kind: 'number',
      key: 'momentum',
      label: 'Momentum',
      help: 'How far the running averages move towards each batch in training. Small ones remember longer.',
      default: 0.1,
      min: 0.001,
      max: 1,
      step: 0.001,
      integer: false,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'epsilon',
      label: 'ε',
      help: 'Added to every variance, so that a constant coordinate divides nothing by zero.',
      default: 1e-5,
      min: 1e-8,
      max: 0.1,
      step: 1e-8,
      integer: false,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'diagonal', constant: true },
  forward: { kind: 'analytic', cost: 'one multiply and add per coordinate' },
  inverse: { kind: 'analytic', cost: 'one multiply and add per coordinate; in training also the moments of the batch' },
  startsAsIdentity: false,
  setByData: true,
  notes: [
    'In training the density of one point depends on the others in its batch: the training loss is not that of the model shown.',
    'Inverted, or run from z to x, it uses its running averages, which then stay as they are.',
    'Not the identity when inserted: the first batch in the direction x → z sets its averages.',
    'Batches should have many rows; with one row every coordinate becomes β.',
  ],
}
