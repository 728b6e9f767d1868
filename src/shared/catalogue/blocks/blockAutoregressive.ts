import { contextSetting } from '../settings/conditioner'
import { orderSetting } from '../settings/order'
import type { BlockEntry } from '../types'

/**
 * BNAF: block-triangular matrices whose diagonal blocks are positive make every output increase in its own coordinate and
 * ignore later ones. The paper adds the gate where several are stacked; here each has one: as tanh is bounded, its straight
 * part is what makes the map onto ℝᴰ. Written x → z, as in the paper's density estimation.
 */
export const blockAutoregressive: BlockEntry = {
  type: 'block-autoregressive',
  label: 'Block autoregressive',
  family: 'autoregressive',
  summary: 'The map is itself a network with masked, partly positive weights: very flexible densities, dear samples.',
  formula: String.raw`\begin{aligned}\mathbf{z} &= (1-\gamma)\,\mathbf{x} + \gamma\,\mathbf{f}(\mathbf{x}) \\ \mathbf{f} &= \mathbf{W}_n \tanh(\cdots\tanh(\mathbf{W}_1\mathbf{x} + \mathbf{b}_1)\cdots) + \mathbf{b}_n \\ &\mathbf{W}_k \text{ block triangular, } [\mathbf{W}_k]_{ii} > 0\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log\left[(1-\gamma) + \gamma\,\frac{\partial f_i}{\partial x_i}\right]`,
  meaning: String.raw`From x to z: in every matrix the blocks on the diagonal are positive and those above it 0, so $f_i$ rises with $x_i$ and does not see later coordinates. $\gamma$, between 0 and 1, says how much of $\mathbf{f}$ is mixed with $\mathbf{x}$ itself.`,
  line: 'z = (1−γ) x + γ f(x), f monotone',
  use: {
    when: 'For the density of low-dimensional data with intricate shapes, from one or two blocks.',
    not: 'Where samples are needed quickly, or beyond about 8 dimensions.',
  },
  citation: {
    authors: 'N. De Cao, I. Titov, W. Aziz',
    year: 2019,
    title: 'Block Neural Autoregressive Flow',
    source: 'arXiv:1904.04676',
  },
  settings: [
    orderSetting,
    {
      kind: 'number',
      key: 'units',
      label: 'Units',
      help: 'Units of each coordinate in each hidden layer. More units fit finer detail and cost time.',
      default: 8,
      min: 1,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'layers',
      label: 'Hidden layers',
      help: 'Hidden layers of the network that is the map.',
      default: 1,
      min: 1,
      max: 4,
      step: 1,
      integer: true,
      scale: 'linear',
    },
    contextSetting,
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton',
    cost: 'D roots one after another, 40 steps each, after D network passes',
  },
  inverse: { kind: 'analytic', cost: 'one network pass' },
  startsAsIdentity: false,
  notes: [
    'Not the identity when inserted: a block with positive weights cannot be.',
    'Sampling and inverted training solve coordinate by coordinate, and the program grows with D: mind it beyond 8.',
    'No slope of x → z falls below 1 − γ, so the gate must open before the block can tear wide gaps.',
    'Its numbers take steps ten times as long as those of other networks.',
  ],
}
