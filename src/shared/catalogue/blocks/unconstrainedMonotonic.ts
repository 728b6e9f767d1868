import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { scaleBoundSetting } from '../settings/scaleBound'
import type { BlockEntry } from '../types'

/**
 * UMNN-MAF: a network with positive output is integrated numerically, so that its weights are free. Here
 * g = exp(c·tanh(a/c)) with one hidden layer (the paper: ELU + 1), Gauss–Legendre nodes (Clenshaw–Curtis), and a straight
 * line beyond ±B. The slope is that of the quadrature (g itself). The map is written x → z, so that training on data
 * needs no root.
 */
export const unconstrainedMonotonic: BlockEntry = {
  type: 'unconstrained-monotonic',
  label: 'Unconstrained monotonic',
  family: 'autoregressive',
  summary:
    'Each coordinate follows the integral of a positive network: any monotone shape, at the price of many passes.',
  formula: String.raw`\begin{aligned}z_i &= \beta_i + \int_0^{x_i} g(u; \mathbf{h}_i)\,du \\ g &= e^{c\,\tanh(a/c)},\quad \beta_i, \alpha_i, \mathbf{h}_i \text{ from } \mathbf{x}_{<i} \\ a &= \alpha_i + \mathbf{v}^\top\tanh(\mathbf{w}\,u + \mathbf{b} + \mathbf{h}_i)\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log \frac{\partial}{\partial x_i}\,x_i \sum_{q=1}^{Q} \omega_q\, g(r_q x_i; \mathbf{h}_i)`,
  meaning: String.raw`From x to z: the integral of a positive $g$ rises. $g$ is a small network of the place $u$; $\beta_i$, $\alpha_i$ and $\mathbf{h}_i$ come from a masked network of the coordinates before. The integral is taken at $Q$ nodes $r_q$ with weights $\omega_q$, and the slope is that of this sum.`,
  line: 'zᵢ = β + ∫ g(u; h) du, to xᵢ',
  use: {
    when: 'Where the shape of each coordinate’s map should be free, in few dimensions.',
    not: 'Where speed counts: each pass evaluates a network at many nodes.',
  },
  citation: {
    authors: 'A. Wehenkel, G. Louppe',
    year: 2019,
    title: 'Unconstrained Monotonic Neural Networks',
    source: 'arXiv:1908.05164',
  },
  settings: [
    ...orderSettings,
    {
      kind: 'number',
      key: 'units',
      label: 'Integrand units',
      help: 'Hidden units of the network that is integrated. More units allow finer shapes and cost time.',
      default: 16,
      min: 1,
      max: 128,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'nodes',
      label: 'Nodes',
      help: 'Points at which the integral is evaluated. Steep integrands need more.',
      default: 24,
      min: 4,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'bound',
      label: 'Bound',
      help: 'The integral acts on [−B, B] in standardised units and goes on straight outside. Keep it wider than the data.',
      default: 5,
      min: 0.5,
      max: 50,
      step: 0.5,
      integer: false,
      scale: 'log',
    },
    scaleBoundSetting,
    ...conditionerSettings,
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton',
    cost: 'D network passes, each followed by 16 quadratures per coordinate',
  },
  inverse: { kind: 'analytic', cost: 'one network pass and one quadrature per coordinate' },
  startsAsIdentity: true,
  notes: [
    'The log-determinant is exact for the quadrature, not for the integral. With too few nodes for a steep integrand the map may fold.',
    'Sampling is slow: every step of the solver evaluates the integrand at all nodes.',
  ],
}
