import { nice } from '../citations'
import { contextSetting } from '../settings/conditioner'
import type { BlockEntry } from '../types'

/** x = e^s ⊙ z + t with free s and t: the scale layer of NICE, section 3.3, there next to z, with a shift. */
export const affine: BlockEntry = {
  type: 'affine',
  label: 'Affine',
  family: 'elementwise',
  summary: 'Scales and shifts each coordinate by learnt constants; a cheap last touch on a stack.',
  formula: String.raw`\mathbf{x} = e^{\mathbf{s}} \odot \mathbf{z} + \mathbf{t}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} s_i`,
  meaning:
    'Each coordinate is multiplied by $e^{s_i}$, which is never 0, and moved by $t_i$. Lengths along axis $i$ grow by $e^{s_i}$, so the log-determinant is the sum of the $s_i$.',
  line: 'x = eˢ ⊙ z + t',
  use: {
    when: 'As the last block before the data, and wherever location and scale are all that differ.',
    not: 'Where the shape has to change: it leaves a normal distribution normal.',
  },
  citation: nice,
  settings: [contextSetting],
  jacobian: { structure: 'diagonal', constant: true },
  forward: { kind: 'analytic', cost: 'one multiply and add per coordinate' },
  inverse: { kind: 'analytic', cost: 'one subtract and multiply per coordinate' },
  startsAsIdentity: true,
  notes: [],
}
