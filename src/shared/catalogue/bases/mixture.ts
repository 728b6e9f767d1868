import type { BaseEntry } from '../types'

/** A mixture of normals, all of it learnt. */
export const mixture: BaseEntry = {
  type: 'mixture',
  label: 'Mixture of normals',
  summary: 'Several normals with learnt weights, means and deviations: for data in separate clusters.',
  formula: String.raw`\log\sum_{k=1}^{K} w_k \prod_{i=1}^{D} \frac{1}{\sqrt{2\pi}\,\sigma_{ki}}\exp\!\left[-\tfrac{1}{2}\left(\frac{z_i - m_{ki}}{\sigma_{ki}}\right)^2\right]`,
  settings: [
    {
      kind: 'number',
      key: 'components',
      label: 'Components',
      help: 'How many normals are mixed. More than there are clusters do no harm.',
      default: 8,
      min: 1,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
  ],
  choosesByChance: true,
  notes: [
    'Starts with clusters of the first batch, found by k-means.',
    'A flow bends one bump into separate ones only by leaving bridges between them; with a bump for each it need not.',
  ],
}
