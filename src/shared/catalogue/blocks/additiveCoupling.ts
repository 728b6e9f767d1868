import { nice } from '../citations'
import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import type { BlockEntry } from '../types'

/** NICE, section 3.2: A passes through, B is shifted by t(z_A), a network's output. Preserves volume. */
export const additiveCoupling: BlockEntry = {
  type: 'additive-coupling',
  label: 'Additive coupling',
  family: 'coupling',
  summary: 'Shifts some coordinates by a network of the others; preserves volume exactly.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ \mathbf{x}_B &= \mathbf{z}_B + \mathbf{t}(\mathbf{z}_A)\end{aligned}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`The coordinates $A$ pass through. A network $\mathbf{t}$ that sees them says how far each of the others, $B$, is moved. Nothing is stretched, so the log-determinant is 0.`,
  line: 'x_B = z_B + t, from z_A',
  use: {
    when: 'For a first, very stable stack, or where volume must be kept, as Hamilton’s equations keep it.',
    not: 'Where the density must be gathered or thinned out: it needs a block that scales beside it.',
  },
  citation: nice,
  settings: [...maskSettings, ...conditionerSettings],
  jacobian: { structure: 'block', constant: false },
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: ['Cannot change volume: add an affine, LU linear or affine coupling block so that scales can be learnt.'],
}
