import { neuralSplineFlows } from '../citations'
import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import { cubicRoot, splineSettings } from '../settings/spline'
import type { BlockEntry } from '../types'

/**
 * Neural spline flow: on [−B, B] each coordinate of B goes through a monotone rational-quadratic spline with K bins whose
 * knots (u_k, v_k) and slopes d_k the network gives; outside it is the identity, with slope 1 at ±B. The formula is that
 * spline's, the default (equations 4 and 5, there ξ for θ and δ for d); the others are in `flow/splines`. w_k, h_k are a
 * bin's width and height, s_k = h_k / w_k and θ = (z − u_k) / w_k. The paper may bend A as well, by splines that see no
 * network.
 */
export const splineCoupling: BlockEntry = {
  type: 'spline-coupling',
  label: 'Spline coupling',
  family: 'coupling',
  summary: 'Bends some coordinates through monotone splines set by a network of the others: few blocks fit a lot.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ x_{i \in B} &= v_k + \frac{h_k\left[s_k\theta^2 + d_k\theta(1-\theta)\right]}{s_k + \sigma_k\,\theta(1-\theta)} \\ \theta &= (z_i - u_k)/w_k,\quad s_k = h_k/w_k \\ \sigma_k &= d_{k+1} + d_k - 2s_k\end{aligned}`,
  logDetFormula: String.raw`\begin{gathered}\sum_{i \in B} \log \frac{s_k^2\,n_k(\theta)}{\left[s_k + \sigma_k\,\theta(1-\theta)\right]^2} \\ n_k = d_{k+1}\theta^2 + 2s_k\theta(1-\theta) + d_k(1-\theta)^2\end{gathered}`,
  meaning: String.raw`In bin $k$ the curve starts at $(u_k, v_k)$, is $w_k$ wide and $h_k$ high, and has slope $d_k$ at its start, $d_{k+1}$ at its end. $\theta$ is how far $z_i$ has come in the bin, $s_k$ its mean slope. A network of $\mathbf{z}_A$ gives widths, heights and slopes.`,
  line: 'x_B = spline(z_B), from z_A',
  use: {
    when: 'As the first choice in two to some dozens of dimensions: sharp densities, and both directions in closed form.',
    not: 'For data beyond its bound B: there it is the identity, so B has to be wide enough.',
  },
  citation: neuralSplineFlows,
  settings: [...maskSettings, ...splineSettings, ...conditionerSettings],
  jacobian: { structure: 'block', constant: false },
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass, and a root in closed form per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Use at least two with opposite masks: one alone leaves half of the coordinates as they were.',
    'The slope jumps at ±B with cubic and linear splines, and at every knot with linear ones.',
    cubicRoot,
    'Points outside [−B, B] pass through unchanged: standardise the data or raise the bound.',
  ],
}
