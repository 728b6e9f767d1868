import { toriAndSpheres } from '../citations'
import { circle } from '../settings/circle'
import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { binsSetting } from '../settings/spline'
import type { BlockEntry } from '../types'

/**
 * Circular splines, autoregressive, Normalizing Flows on Tori and Spheres: a masked network (MADE) of the sines and
 * cosines of the angles before gives each angle's spline σ and turn φ.
 */
export const circularSplineAutoregressive: BlockEntry = {
  type: 'circular-spline-autoregressive',
  label: 'Circular spline autoregressive',
  family: 'autoregressive',
  summary: 'For angles: bends each circle by all before it, with no seam where −π meets π; slow to sample.',
  formula: String.raw`\begin{aligned}x_i &= \sigma_i(z_i) + \phi_i \bmod 2\pi \\ \sigma_i, \phi_i &= f_i(\sin\mathbf{x}_{<i}, \cos\mathbf{x}_{<i})\end{aligned}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log \sigma_i'(z_i)`,
  meaning: String.raw`$\sigma_i$ is a rising spline of $[-\pi, \pi]$ onto itself with the same slope at both ends, $\phi_i$ a turn. A masked network gives both from the sines and cosines of $\mathbf{x}_{<i}$, the angles before.`,
  line: 'xᵢ = spline(zᵢ) + φ mod 2π',
  use: {
    when: 'For the density of angles that depend on each other, such as torsions of a molecule, on a torus base.',
    not: 'Where samples are drawn often: the circular spline coupling takes one pass for them.',
  },
  citation: toriAndSpheres,
  settings: [...orderSettings, binsSetting, ...conditionerSettings],
  jacobian: { structure: 'triangular', constant: false },
  domain: circle,
  codomain: circle,
  forward: { kind: 'iterative', solver: 'coordinate by coordinate', cost: 'D network passes' },
  inverse: { kind: 'analytic', cost: 'one network pass, and a root in closed form per coordinate' },
  startsAsIdentity: true,
  notes: [
    'For angles in [−π, π] only, in radians and not standardised: a point outside has density zero.',
    'Density (x\u00a0→\u00a0z) takes one pass, sampling (z\u00a0→\u00a0x) takes D. Inverted, it is the other way round.',
    'With hidden layers narrower than D − 1 some coordinates cannot be connected.',
  ],
}
