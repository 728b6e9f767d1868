import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { polynomialBound } from '../settings/polynomialBound'
import type { BlockEntry } from '../types'

/**
 * Bernstein polynomial flow: coefficients that increase make the polynomial increase. The first two and the last two
 * increments are 1/n, which makes the slope 1 and the second derivative 0 at ±B, where the identity takes over. The map is
 * written x → z, as Sick et al. do, so that training on data needs no root.
 */
export const bernstein: BlockEntry = {
  type: 'bernstein',
  label: 'Bernstein polynomial',
  family: 'autoregressive',
  summary: 'Each coordinate follows one smooth polynomial on an interval, set by a network of all before it.',
  formula: String.raw`\begin{aligned}z_i &= -B + 2B \sum_{k=0}^{n} \theta_k \binom{n}{k}\, t^k (1-t)^{n-k} \\ t &= \frac{x_i + B}{2B},\quad 0 = \theta_0 < \theta_1 < \dots < \theta_n = 1\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log\, n \sum_{k=0}^{n-1} (\theta_{k+1} - \theta_k) \binom{n-1}{k}\, t^k (1-t)^{n-1-k}`,
  meaning: String.raw`From x to z: $t$ is how far $x_i$ has come in $[-B, B]$. The sum is a mean of the $\theta_k$, which moves from the first to the last as $t$ grows; as the $\theta_k$ rise, so does it. A masked network of the coordinates before gives them.`,
  line: 'zᵢ = Σₖ θₖ Bₖ(xᵢ)',
  use: {
    when: 'For smooth densities of which the slope matters too, such as scores or forces, in few dimensions.',
    not: 'For sharp edges, which need high degrees, and where samples are drawn often, which takes D passes.',
  },
  citation: {
    authors: 'S. Ramasinghe, K. Fernando, S. Khan, N. Barnes',
    year: 2021,
    title: 'Robust Normalizing Flows using Bernstein-type Polynomials',
    source: 'arXiv:2102.03509',
  },
  settings: [
    ...orderSettings,
    {
      kind: 'number',
      key: 'degree',
      label: 'Degree',
      help: 'Degree n of the polynomial. Its features are about B/√n wide at the narrowest.',
      default: 16,
      min: 6,
      max: 32,
      step: 1,
      integer: true,
      scale: 'log',
    },
    polynomialBound('is the identity'),
    ...conditionerSettings,
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: {
    kind: 'iterative',
    solver: 'bracketed Newton',
    cost: 'D network passes and one polynomial root per coordinate',
  },
  inverse: { kind: 'analytic', cost: 'one network pass and one polynomial per coordinate' },
  startsAsIdentity: true,
  notes: [
    'Its density has a continuous slope everywhere, at ±B too: smoother than a rational spline’s, and less sharp.',
    'Points outside [−B, B] pass through unchanged: standardise the data or raise the bound.',
  ],
}
