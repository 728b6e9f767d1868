import { depthSetting, widthSetting } from '../settings/conditioner'
import type { BlockEntry } from '../types'

/**
 * z = x + g(x) with a network g whose Lipschitz constant is at most c < 1, so that the map has an inverse: i-ResNet. With
 * LipSwish between the layers and an exact log-determinant in place of the Residual Flow's random series.
 */
export const residual: BlockEntry = {
  type: 'residual',
  label: 'Invertible residual',
  family: 'residual',
  summary: 'Adds a network of all coordinates that can never fold space: free-form, at D + 1 passes for a density.',
  formula: String.raw`\mathbf{x} + g(\mathbf{x}) = \mathbf{z}, \quad \lVert g(\mathbf{x}) - g(\mathbf{y}) \rVert \le c\,\lVert \mathbf{x} - \mathbf{y} \rVert`,
  logDetFormula: String.raw`-\log\det\left(\mathbf{I} + \frac{\partial g}{\partial \mathbf{x}}\right)`,
  line: 'z = x + g(x), Lip g ≤ c < 1',
  citation: {
    authors: 'J. Behrmann, W. Grathwohl, R. T. Q. Chen, D. Duvenaud, J.-H. Jacobsen',
    year: 2018,
    title: 'Invertible Residual Networks',
    source: 'arXiv:1811.00995',
  },
  settings: [
    {
      kind: 'number',
      key: 'lipschitz',
      label: 'Lipschitz bound',
      help: 'c: how far the network may bend space. Near 1 a block does more, and the way back takes more iterations.',
      default: 0.9,
      min: 0.1,
      max: 0.97,
      step: 0.01,
      integer: false,
      scale: 'linear',
    },
    { ...widthSetting, max: 512 }, // the norm of a layer takes products of W × W matrices
    { ...depthSetting, max: 6 },
  ],
  jacobian: { structure: 'full', constant: false },
  forward: { kind: 'iterative', solver: 'fixed point, then Newton', cost: '66 passes at c = 0.9, then 4D + 4' },
  inverse: { kind: 'analytic', cost: 'D + 1 network passes and a D × D determinant' },
  startsAsIdentity: true,
  notes: [
    'One block stretches by at most 1 + c and shrinks by at most 1 − c: expect to need several.',
    'The determinant is exact, not an estimate: its cost grows with D.',
  ],
}
