import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import type { BlockEntry } from '../types'
import { neuralAutoregressive } from './neuralAutoregressive'

/**
 * NAF with deep dense sigmoidal flows, x → z closed form. The network gives each layer of a coordinate's map
 * vectors, which add to the logarithms of matrices that are learnt once, so that its output grows with the width of a
 * layer and not with the square of it. The last layer has as many sigmoids as the others.
 */
export const denseNeuralAutoregressive: BlockEntry = {
  type: 'dense-neural-autoregressive',
  label: 'Dense neural autoregressive',
  family: 'autoregressive',
  summary: 'Each coordinate goes through a small monotone network of several layers, set by all coordinates before it.',
  formula: String.raw`\begin{gathered}\mathbf{h}^{l} = \sigma^{-1}\left(\mathbf{w}^{l}\, \sigma\left(\mathbf{a}^{l} \odot \mathbf{u}^{l}\, \mathbf{h}^{l-1} + \mathbf{b}^{l}\right)\right) \\ h^{0} = x_i, \quad z_i = h^{L}, \quad \mathbf{w},\mathbf{a},\mathbf{b},\mathbf{u} \text{ from } \mathbf{x}_{<i}\end{gathered}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log \prod_{l=L}^{1} \frac{\partial \mathbf{h}^{l}}{\partial \mathbf{h}^{l-1}}`,
  meaning: String.raw`From x to z, layer by layer: $\mathbf{u}$ mixes what comes in, $\mathbf{a}$ scales and $\mathbf{b}$ moves it, the sigmoid $\sigma$ bends it, $\mathbf{w}$ mixes it again, and the logit $\sigma^{-1}$ spreads it over the line. $\mathbf{a}$ is positive and so are $\mathbf{w}$ and $\mathbf{u}$, whose rows add up to 1: every layer rises.`,
  line: 'hₗ = logit w σ(a ⊙ u hₗ₋₁ + b)',
  use: {
    when: 'For densities that one sum of sigmoids per coordinate does not fit, in a few dimensions.',
    not: 'Where samples are needed quickly, or D is large: each coordinate needs a root.',
  },
  citation: neuralAutoregressive.citation,
  settings: [
    ...orderSettings,
    {
      kind: 'number',
      key: 'units',
      label: 'Units',
      help: 'Sigmoids K in each layer of the map. More units fit finer detail; time grows with their square.',
      default: 6,
      min: 2,
      max: 8,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'denseLayers',
      label: 'Dense layers',
      help: 'Layers L of the map that each coordinate goes through.',
      default: 2,
      min: 2,
      max: 4,
      step: 1,
      integer: true,
      scale: 'linear',
    },
    ...conditionerSettings,
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton',
    cost: 'D network passes, each followed by a root of the map per coordinate',
  },
  inverse: { kind: 'analytic', cost: 'one network pass and L dense layers per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Density (x\u00a0→\u00a0z) takes one pass; sampling (z\u00a0→\u00a0x) takes D, each with a root: far slower, and the program grows with D.',
    'Rates a stay within e⁻² and e², so that the way back is well defined.',
    'With hidden layers narrower than D − 1 some coordinates cannot be connected.',
  ],
}
