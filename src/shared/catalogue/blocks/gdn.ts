import type { BlockEntry } from '../types'

/**
 * Ballé et al. 2015 with exponents 2 and ½ and without the linear stage. x → z divides each coordinate by a pooled size
 * of all; z → x solves (I − diag(z²) γ) u = diag(z²) β for u = x². Rows of γ sum to less than 1/r², so that this has a
 * solution for all |z_i| ≤ r.
 */
export const gdn: BlockEntry = {
  type: 'gdn',
  label: 'Divisive normalisation (GDN)',
  family: 'gaussianization',
  summary: 'Divides each coordinate by a pooled size of all of them on the way to the base: draws in heavy tails.',
  formula: String.raw`\begin{gathered}x_i = z_i\sqrt{\beta_i + \textstyle\sum_j \gamma_{ij}u_j} \\ \left(\mathbf{I} - \operatorname{diag}(\mathbf{z}^2)\,\boldsymbol{\gamma}\right)\mathbf{u} = \operatorname{diag}(\mathbf{z}^2)\,\boldsymbol{\beta}\end{gathered}`,
  logDetFormula: String.raw`\tfrac{1}{2}\sum_{i=1}^{D} \log\left(\beta_i + \textstyle\sum_j \gamma_{ij}u_j\right) - \log\det\left(\mathbf{I} - \operatorname{diag}(\mathbf{z}^2)\,\boldsymbol{\gamma}\right)`,
  meaning: String.raw`From x to z each coordinate is divided by $\sqrt{\beta_i + \sum_j \gamma_{ij} x_j^2}$, a size pooled from all. The way from z to x, written here, first solves a linear system for the squares $\mathbf{u}$ of $\mathbf{x}$, then multiplies by that size.`,
  line: 'zᵢ = xᵢ / √(βᵢ + Σ γᵢⱼ xⱼ²)',
  use: {
    when: 'For heavy-tailed data whose coordinates are large together, such as filter responses of images.',
    not: 'As a block on the side of the base: its image has an edge, so density may be lost there.',
  },
  citation: {
    authors: 'J. Ballé, V. Laparra, E. P. Simoncelli',
    year: 2015,
    title: 'Density Modeling of Images using a Generalized Normalization Transformation',
    source: 'arXiv:1511.06281',
  },
  settings: [
    {
      kind: 'number',
      key: 'reach',
      label: 'Reach',
      help: 'Every z with all |z_i| up to r has an x. Keep it wider than the base: 5 leaves out less than a millionth of a normal.',
      default: 5,
      min: 3,
      max: 50,
      step: 0.5,
      integer: false,
      scale: 'log',
    },
  ],
  jacobian: { structure: 'full', constant: false },
  domain: { from: { setting: 'reach', times: -1 }, to: { setting: 'reach', times: 1 }, atLeast: true },
  mostDims: 16,
  forward: { kind: 'analytic', cost: 'one D × D linear system per point' },
  inverse: { kind: 'analytic', cost: 'one D × D elimination per point, for the log-determinant' },
  startsAsIdentity: false,
  notes: [
    'A fresh block is not the identity: it pools all coordinates a little.',
    'x → z has a bounded image, which holds the box |z_i| ≤ r. A base with mass beyond it, or a block on the side of the ' +
      'base that sends points there, leaves a density of less than 1 in all, and samples that have none.',
    'A learnt scale (affine, actnorm) on the side of the base frees the size of γ, which r bounds; with it none is needed ' +
      'on the side of the data.',
    'At most 16 dimensions: each point takes a linear system of its own.',
  ],
}
