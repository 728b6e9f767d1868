import { neuralSplineFlows } from '../citations'
import { contextSetting } from '../settings/conditioner'
import { cubicRoot, splineSettings } from '../settings/spline'
import type { BlockEntry } from '../types'

/** x_i = τ(z_i; θ_i), a monotone spline per coordinate with learnt numbers of its own, as in a neural spline flow. */
export const elementwiseSpline: BlockEntry = {
  type: 'elementwise-spline',
  label: 'Elementwise spline',
  family: 'elementwise',
  summary: 'Bends each coordinate through a learnt spline of its own: reshapes the margins, adds no dependence.',
  formula: String.raw`x_i = \tau(z_i;\, \boldsymbol{\theta}_i)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \tau'(z_i;\, \boldsymbol{\theta}_i)`,
  meaning: String.raw`$\tau$ is a rising spline, $\tau'$ its slope. The widths, heights and slopes of its bins, $\boldsymbol{\theta}_i$, are learnt numbers of each coordinate, not a network’s.`,
  line: 'xᵢ = splineᵢ(zᵢ)',
  use: {
    when: 'To shape the margins of coordinates that other blocks mix, without a network.',
    not: 'Alone where coordinates depend on each other: it adds no dependence.',
  },
  citation: neuralSplineFlows,
  settings: [...splineSettings, contextSetting],
  jacobian: { structure: 'diagonal', constant: false },
  forward: { kind: 'analytic', cost: 'one bin per coordinate' },
  inverse: { kind: 'analytic', cost: 'one bin, and a root in closed form per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Coordinates stay as dependent as they were: mix them with other blocks.',
    'The slope jumps at ±B with cubic and linear splines, and at every knot with linear ones.',
    cubicRoot,
    'Points outside [−B, B] pass through unchanged: standardise the data or raise the bound.',
  ],
}
