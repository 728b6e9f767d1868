import { conditionerSettings } from '../settings/conditioner'
import { maskSettings } from '../settings/mask'
import type { BlockEntry } from '../types'

/**
 * Neural spline flow, sections 3.1–3.2: on [−B, B] each coordinate of B goes through a monotone rational-quadratic spline
 * with K bins whose knots (u_k, v_k) and slopes d_k the network gives; outside it is the identity, with slope 1 at ±B.
 * w_k, h_k are a bin's width and height, s_k = h_k / w_k and θ = (z − u_k) / w_k (equations 4 and 5).
 */
export const splineCoupling: BlockEntry = {
  type: 'spline-coupling',
  label: 'Spline coupling',
  family: 'coupling',
  summary: 'Bends some coordinates through monotone splines set by a network of the others: few blocks fit a lot.',
  formula: String.raw`\begin{aligned}\mathbf{x}_A &= \mathbf{z}_A \\ x_{i \in B} &= v_k + \frac{h_k\left[s_k\theta^2 + d_k\theta(1-\theta)\right]}{s_k + \sigma_k\,\theta(1-\theta)} \\ \theta &= (z_i - u_k)/w_k,\quad s_k = h_k/w_k \\ \sigma_k &= d_{k+1} + d_k - 2s_k\end{aligned}`,
  logDetFormula: String.raw`\begin{gathered}\sum_{i \in B} \log \frac{s_k^2\,n_k(\theta)}{\left[s_k + \sigma_k\,\theta(1-\theta)\right]^2} \\ n_k = d_{k+1}\theta^2 + 2s_k\theta(1-\theta) + d_k(1-\theta)^2\end{gathered}`,
  line: 'x_B = spline(z_B), from z_A',
  citation: {
    authors: 'C. Durkan, A. Bekasov, I. Murray, G. Papamakarios',
    year: 2019,
    title: 'Neural Spline Flows',
    source: 'arXiv:1906.04032',
  },
  settings: [
    ...maskSettings,
    {
      kind: 'number',
      key: 'bins',
      label: 'Bins',
      help: 'Pieces K of each spline. More bins resolve finer structure along one coordinate.',
      default: 8,
      min: 2,
      max: 64,
      step: 1,
      integer: true,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'bound',
      label: 'Bound',
      help: 'The spline acts on [−B, B] in standardised units and is the identity outside. Keep it wider than the data.',
      default: 4,
      min: 0.5,
      max: 50,
      step: 0.5,
      integer: false,
      scale: 'log',
    },
    ...conditionerSettings,
  ],
  jacobian: { structure: 'block', constant: false },
  forward: { kind: 'analytic', cost: 'one network pass' },
  inverse: { kind: 'analytic', cost: 'one network pass and one quadratic root per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Use at least two with opposite masks: one alone leaves half of the coordinates as they were.',
    'Points outside [−B, B] pass through unchanged: standardise the data or raise the bound.',
  ],
}
