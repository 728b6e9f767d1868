import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import { scaleBoundSetting } from '../settings/scaleBound'
import type { BlockEntry } from '../types'

/**
 * GIN: RealNVP's coupling with log-scales that add up to 0, here by subtracting the mean of r = c·tanh(a/c) over B, as the
 * authors' library does. The paper sets the last one to minus the sum of the others.
 */
export const ginCoupling: BlockEntry = {
  type: 'gin-coupling',
  label: 'GIN coupling',
  family: 'coupling',
  summary: 'Scales and shifts some coordinates by a network of the others, and preserves volume exactly.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ \mathbf{x}_B &= e^{\mathbf{s}(\mathbf{z}_A)} \odot \mathbf{z}_B + \mathbf{t}(\mathbf{z}_A) \\ s_i &= r_i - \frac{1}{|B|}\sum_{j \in B} r_j,\quad \mathbf{r} = c\,\tanh(\mathbf{a}/c)\end{aligned}`,
  logDetFormula: String.raw`0`,
  meaning: String.raw`As in an affine coupling, $A$ passes through and a network of $\mathbf{z}_A$ gives $\mathbf{a}$ and $\mathbf{t}$. From the bounded log-scales $\mathbf{r}$ their mean over $B$ is taken away: what is left, $\mathbf{s}$, adds up to 0, so volumes stay.`,
  line: 'x_B = eˢ ⊙ z_B + t, with Σs = 0',
  use: {
    when: 'Where volume must be kept and D is at least 3, for instance to find independent factors.',
    not: 'For D = 1 or 2, where it can only shift.',
  },
  citation: {
    authors: 'P. Sorrenson, C. Rother, U. Köthe',
    year: 2020,
    title: 'Disentanglement by Nonlinear ICA with General Incompressible-flow Networks (GIN)',
    source: 'arXiv:2001.04872',
  },
  settings: [
    ...maskSettings,
    {
      ...scaleBoundSetting,
      help: 'Bound c of the log-scales r, before their mean is taken away. Small values train more calmly.',
    },
    ...conditionerSettings,
  ],
  jacobian: { structure: 'block', constant: false },
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: [
    'Where only one coordinate is transformed, as always for D = 1 and 2, its scale is 1 and the block is a pure shift.',
    'Cannot change volume: add an affine, LU linear or affine coupling block so that scales can be learnt.',
  ],
}
