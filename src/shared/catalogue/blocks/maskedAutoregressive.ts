import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { scaleBoundSetting } from '../settings/scaleBound'
import type { BlockEntry } from '../types'

/**
 * MAF, section 3.1: a masked network (MADE) gives each coordinate's shift and log-scale from the data coordinates before
 * it, z_i = (x_i − μ_i(x_<i)) e^{−α_i(x_<i)}, with α = c·tanh(a/c). Inverted, it is an inverse autoregressive flow.
 */
export const maskedAutoregressive: BlockEntry = {
  type: 'masked-autoregressive',
  label: 'Masked autoregressive',
  family: 'autoregressive',
  summary: 'Each coordinate is scaled and shifted by a network of all before it: flexible, and slow to sample.',
  formula: String.raw`\begin{aligned}x_i &= e^{\alpha_i(\mathbf{x}_{<i})}\, z_i + \mu_i(\mathbf{x}_{<i}) \\ \alpha &= c\,\tanh(a/c)\end{aligned}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \alpha_i(\mathbf{x}_{<i})`,
  meaning: String.raw`Each coordinate is scaled by $e^{\alpha_i}$ and moved by $\mu_i$. A masked network gives both from $\mathbf{x}_{<i}$, the coordinates before it; $a$ is what the network says, and tanh keeps $\alpha$ within the scale bound $c$.`,
  line: 'xᵢ = eᵅ zᵢ + μ, from x before i',
  use: {
    when: 'For densities of tabular data in many dimensions; inverted, as an IAF, for sampling in inference.',
    not: 'Where both directions are needed often: one of them takes D passes.',
  },
  citation: {
    authors: 'G. Papamakarios, T. Pavlakou, I. Murray',
    year: 2017,
    title: 'Masked Autoregressive Flow for Density Estimation',
    source: 'arXiv:1705.07057',
  },
  settings: [...orderSettings, scaleBoundSetting, ...conditionerSettings],
  jacobian: { structure: 'triangular', constant: false },
  forward: { kind: 'iterative', solver: 'coordinate by coordinate', cost: 'D network passes' },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: true,
  notes: [
    'Density (x\u00a0→\u00a0z) takes one pass, sampling (z\u00a0→\u00a0x) takes D. Inverted, it is the other way round: an IAF.',
    'With hidden layers narrower than D − 1 some coordinates cannot be connected.',
    'A graph of your own says which coordinates each may depend on; sampling then takes as many passes as its longest path.',
  ],
}
