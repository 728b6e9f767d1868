import { componentsSetting } from '../settings/components'
import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import type { BlockEntry } from '../types'

/**
 * NAF with deep sigmoidal flows, x → z closed form. The network gives the numbers of each coordinate's map
 * from the coordinates before it. Tails are kept in logarithms: u is never clamped.
 */
export const neuralAutoregressive: BlockEntry = {
  type: 'neural-autoregressive',
  label: 'Neural autoregressive',
  family: 'autoregressive',
  summary: 'Each coordinate is bent by a sum of sigmoids that a network of all before it sets: one block fits a lot.',
  formula: String.raw`\begin{aligned}z_i &= \log\frac{u_i}{1-u_i} \\ u_i &= \sum_{k=1}^{K} w_k(\mathbf{x}_{<i})\, \sigma\left(a_k(\mathbf{x}_{<i})\, x_i + b_k(\mathbf{x}_{<i})\right)\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log \frac{\sum_k w_k\, a_k\, \sigma'(a_k x_i + b_k)}{u_i\,(1-u_i)}`,
  meaning: String.raw`From x to z: $u_i$ is a weighted mean of $K$ sigmoids $\sigma$, which rises from 0 to 1; the logit spreads it over the line. Weights $w_k$, rates $a_k > 0$ and offsets $b_k$ come from a masked network of $\mathbf{x}_{<i}$, the coordinates before.`,
  line: 'zᵢ = logit Σwσ(a xᵢ + b)',
  use: {
    when: 'For densities with several modes, from one block and one network.',
    not: 'Where samples are needed quickly: they take D passes, each with a root.',
  },
  citation: {
    authors: 'C.-W. Huang, D. Krueger, A. Lacoste, A. Courville',
    year: 2018,
    title: 'Neural Autoregressive Flows',
    source: 'arXiv:1804.00779',
  },
  settings: [...orderSettings, componentsSetting, ...conditionerSettings],
  jacobian: { structure: 'triangular', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton, coordinate by coordinate',
    cost: 'D network passes, each with one scalar root per coordinate',
  },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: [
    'Density (x\u00a0→\u00a0z) takes one pass; sampling (z\u00a0→\u00a0x) takes D, each with a root: far slower.',
    'With hidden layers narrower than D − 1 some coordinates cannot be connected.',
    'All components start alike and part in training, each at a pace of its own.',
  ],
}
