import { neuralSplineFlows } from '../citations'
import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { cubicRoot, splineSettings } from '../settings/spline'
import type { BlockEntry } from '../types'

/**
 * Neural spline flow in its autoregressive form: a masked network (MADE) gives the numbers of each coordinate's spline
 * from the data coordinates before it. The splines are those of the spline coupling.
 */
export const splineAutoregressive: BlockEntry = {
  type: 'spline-autoregressive',
  label: 'Spline autoregressive',
  family: 'autoregressive',
  summary: 'Bends each coordinate through a spline set by a network of all before it: fits most, and samples slowly.',
  formula: String.raw`x_i = \tau\left(z_i;\, \boldsymbol{\theta}_i(\mathbf{x}_{<i})\right)`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \tau'\left(z_i;\, \boldsymbol{\theta}_i(\mathbf{x}_{<i})\right)`,
  meaning: String.raw`$\tau$ is a rising spline, $\tau'$ its slope. Its widths, heights and slopes $\boldsymbol{\theta}_i$ come from a masked network of $\mathbf{x}_{<i}$, the coordinates before.`,
  line: 'xᵢ = spline(zᵢ), from x before i',
  use: {
    when: 'For the best density of tabular data, where samples are rarely drawn.',
    not: 'Where samples are drawn often: the spline coupling takes one pass for them.',
  },
  citation: neuralSplineFlows,
  settings: [...orderSettings, ...splineSettings, ...conditionerSettings],
  jacobian: { structure: 'triangular', constant: false },
  forward: { kind: 'iterative', solver: 'coordinate by coordinate', cost: 'D network passes' },
  inverse: { kind: 'analytic', cost: 'one network pass, and a root in closed form per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Density (x\u00a0→\u00a0z) takes one pass, sampling (z\u00a0→\u00a0x) takes D. Inverted, it is the other way round.',
    'With hidden layers narrower than D − 1 some coordinates cannot be connected.',
    'The slope jumps at ±B with cubic and linear splines, and at every knot with linear ones.',
    cubicRoot,
    'Points outside [−B, B] pass through unchanged: standardise the data or raise the bound.',
  ],
}
