import type { BlockEntry } from '../types'

/**
 * Laparra, Camps-Valls & Malo 2011: make each margin normal, rotate, and again. Margins go through a smooth monotone curve
 * through quantiles, in place of the paper's histograms, so that the density is continuous.
 */
export const rbig: BlockEntry = {
  type: 'rbig',
  label: 'RBIG iteration',
  family: 'gaussianization',
  summary: 'Makes every margin normal and rotates, fitted at once from the first batch: a flow without training.',
  formula: String.raw`\mathbf{z} = \mathbf{Q}^\top\, \boldsymbol{\Psi}(\mathbf{x}), \qquad \Psi_i \approx \Phi^{-1} \circ F_i`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log \Psi_i'(x_i)`,
  meaning: String.raw`From x to z: $F_i$ is the distribution function of a coordinate and $\Phi^{-1}$ the normal’s quantile function, which make it normal; $\Psi_i$ is a smooth curve fitted to both. Then $\mathbf{Q}^\top$ rotates, which changes no volume.`,
  line: 'z = Qᵀ Ψ(x), Ψᵢ ≈ Φ⁻¹ ∘ Fᵢ',
  use: {
    when: 'To Gaussianize data at once, without training, or to estimate total correlation.',
    not: 'Where the model should be refined by training: nothing in it learns.',
  },
  citation: {
    authors: 'V. Laparra, G. Camps-Valls, J. Malo',
    year: 2011,
    title: 'Iterative Gaussianization: From ICA to Random Rotations',
    source: 'IEEE Transactions on Neural Networks 22 (2011)',
  },
  settings: [
    {
      kind: 'number',
      key: 'bins',
      label: 'Bins',
      help: 'Pieces K of the curve of each coordinate. More follow the first batch closer, and its chance as well.',
      default: 16,
      min: 4,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'choice',
      key: 'rotation',
      label: 'Rotation',
      help: 'Random ones come to the end surely, in many iterations; principal axes follow the data, and stop where it has no correlations.',
      default: 'random',
      options: [
        { value: 'random', label: 'random' },
        { value: 'pca', label: 'principal axes' },
      ],
    },
  ],
  jacobian: { structure: 'full', constant: false },
  forward: { kind: 'analytic', cost: 'one D × D product, one bin and one root in closed form per coordinate' },
  inverse: { kind: 'analytic', cost: 'one bin per coordinate and one D × D product' },
  startsAsIdentity: false,
  setByData: true,
  notes: [
    'Set by the first batch, from the data towards the base, and never changed by training: one step is enough.',
    'Not the identity when inserted: it rotates, and sets itself from data.',
    'Inverted, it does not set itself from data.',
    'Many iterations with many bins follow the chance of the first 2048 rows: watch the validation.',
  ],
}
