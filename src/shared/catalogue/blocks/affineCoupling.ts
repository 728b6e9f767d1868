import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import { scaleBoundSetting } from '../settings/scaleBound'
import type { BlockEntry } from '../types'

/** RealNVP, section 3.2, with s = c·tanh(a/c) for the network's output a; in section 4.1, tanh times a learnt scale. */
export const affineCoupling: BlockEntry = {
  type: 'affine-coupling',
  label: 'Affine coupling',
  family: 'coupling',
  summary: 'Scales and shifts some coordinates by a network of the others: the workhorse of RealNVP.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ \mathbf{x}_B &= e^{\mathbf{s}(\mathbf{z}_A)} \odot \mathbf{z}_B + \mathbf{t}(\mathbf{z}_A) \\ \mathbf{s} &= c\,\tanh(\mathbf{a}/c)\end{aligned}`,
  logDetFormula: String.raw`\sum_{i \in B} s_i(\mathbf{z}_A)`,
  meaning: String.raw`The coordinates $A$ pass through. A network that sees $\mathbf{z}_A$ gives each of the others, $B$, its shift $\mathbf{t}$ and its log-scale $\mathbf{s}$; $\mathbf{a}$ is what the network says, and tanh keeps $\mathbf{s}$ within the scale bound $c$.`,
  line: 'x_B = eˢ ⊙ z_B + t, from z_A',
  use: {
    when: 'As the usual block for density and samples alike: both take one network pass, in any number of dimensions.',
    not: 'For sharp edges or many modes with few blocks: spline couplings get there sooner.',
  },
  citation: {
    authors: 'L. Dinh, J. Sohl-Dickstein, S. Bengio',
    year: 2016,
    title: 'Density estimation using Real NVP',
    source: 'arXiv:1605.08803',
  },
  settings: [...maskSettings, scaleBoundSetting, ...conditionerSettings],
  jacobian: { structure: 'block', constant: false },
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: ['Use at least two with opposite masks: one alone leaves half of the coordinates as they were.'],
}
