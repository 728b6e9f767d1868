import { toriAndSpheres } from '../citations'
import { circle } from '../settings/circle'
import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import { binsSetting } from '../settings/spline'
import type { BlockEntry } from '../types'

/**
 * Circular splines in a coupling, Normalizing Flows on Tori and Spheres: σ is a rational-quadratic spline of [−π, π], in
 * the paper of [0, 2π], onto itself with one slope at both ends, φ a turn; both from the sines and cosines of the other
 * angles.
 */
export const circularSplineCoupling: BlockEntry = {
  type: 'circular-spline-coupling',
  label: 'Circular spline coupling',
  family: 'coupling',
  summary: 'A spline coupling for angles: bends some circles by the others, with no seam where −π meets π.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ x_{i \in B} &= \sigma_i(z_i) + \phi_i \bmod 2\pi \\ \sigma_i, \phi_i &= f_i(\sin\mathbf{z}_A, \cos\mathbf{z}_A)\end{aligned}`,
  logDetFormula: String.raw`\sum_{i \in B} \log \sigma_i'(z_i)`,
  meaning: String.raw`$\sigma_i$ is a rising spline of $[-\pi, \pi]$ onto itself with the same slope at both ends, $\phi_i$ a turn. A network gives both from the sines and cosines of the angles $A$, which have no seam either.`,
  line: 'x_B = spline(z_B) + φ mod 2π',
  use: {
    when: 'For angles and phases, on a torus base, with density and samples both cheap.',
    not: 'For coordinates that do not close to a circle: it would join their ends.',
  },
  citation: toriAndSpheres,
  settings: [...maskSettings, binsSetting, ...conditionerSettings],
  jacobian: { structure: 'block', constant: false },
  domain: circle,
  codomain: circle,
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass, and a root in closed form per coordinate' },
  startsAsIdentity: true,
  notes: [
    'For angles in [−π, π] only, in radians and not standardised: a point outside has density zero.',
    'Use at least two with opposite masks: one alone leaves half of the coordinates as they were.',
  ],
}
