import type { BlockEntry } from '../types'

/** x = M z + c with M and c as the user types them; training leaves them. Papamakarios et al. 2019. */
export const denseMatrix: BlockEntry = {
  type: 'dense-matrix',
  label: 'Fixed matrix',
  family: 'linear',
  summary: 'Your own matrix and shift, fixed: to see what a linear map does to space and to density.',
  formula: String.raw`\mathbf{x} = \mathbf{M}\,\mathbf{z} + \mathbf{c}`,
  logDetFormula: String.raw`\log\left\lvert\det\mathbf{M}\right\rvert`,
  meaning: String.raw`$\mathbf{M}$ is a matrix whose determinant is not 0, $\mathbf{c}$ a shift. Volumes grow by $|\det\mathbf{M}|$ everywhere, and densities fall by it.`,
  line: 'x = M z + c',
  use: {
    when: 'To learn what a determinant does, or to put in a linear map that is known beforehand.',
    not: 'Where the map should be learnt: LU linear does that.',
  },
  citation: {
    authors: 'G. Papamakarios, E. Nalisnick, D. J. Rezende, S. Mohamed, B. Lakshminarayanan',
    year: 2019,
    title: 'Normalizing Flows for Probabilistic Modeling and Inference',
    source: 'arXiv:1912.02762',
  },
  settings: [
    {
      kind: 'matrix',
      key: 'matrix',
      label: 'Matrix',
      help: 'M row by row, such as 1, 2; 0, 1: D rows of D numbers, at most 64 of each. Empty is the identity.',
      default: null,
      form: 'square',
    },
    {
      kind: 'matrix',
      key: 'shift',
      label: 'Shift',
      help: 'c, one number per coordinate. Empty is zero.',
      default: null,
      form: 'vector',
    },
  ],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'one matrix product, D² operations' },
  inverse: { kind: 'analytic', cost: 'one product with the inverse, found once' },
  startsAsIdentity: true,
  learnsNothing: true,
  notes: [
    'Nothing here is learnt. The determinant must not be 0: a flat image has no density.',
    'A negative determinant mirrors the space; areas grow by |det M| and the density falls by it.',
  ],
}
