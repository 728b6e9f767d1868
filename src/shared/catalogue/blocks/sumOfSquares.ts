import { conditionerSettings } from '../settings/conditioner'
import { orderSettings } from '../settings/order'
import { polynomialBound } from '../settings/polynomialBound'
import type { BlockEntry } from '../types'

/**
 * SOS polynomial flow: every increasing polynomial is the primitive of a sum of squares. Here the squares are
 * averaged, ε = 10⁻³ keeps the slope from 0, and outside [−B, B] each map goes on straight, with the slope it has there.
 * m_k are fixed midpoints in (−1, 1). The map is written x → z, so that training on data needs no root; the paper writes
 * z → x.
 */
export const sumOfSquares: BlockEntry = {
  type: 'sum-of-squares',
  label: 'Sum of squares',
  family: 'autoregressive',
  summary: 'Each coordinate follows a polynomial whose slope is a sum of squares, set by a network of all before it.',
  formula: String.raw`\begin{aligned}z_i &= \beta_i + \int_0^{x_i} g_i(u/B)\,du \\ g_i(t) &= \varepsilon + \frac{1-\varepsilon}{K}\sum_{k=1}^{K} p_k(t)^2 \\ p_k(t) &= 1 + \sum_{j=0}^{L} a_{kj}(\mathbf{x}_{<i})\,(t - m_k)^j\end{aligned}`,
  logDetFormula: String.raw`-\sum_{i=1}^{D} \log g_i(x_i/B)`,
  meaning: String.raw`From x to z: a mean of squared polynomials $p_k$ is never negative, so its integral rises, and $\varepsilon = 10^{-3}$ keeps the slope from 0. $\beta_i$ and the coefficients $a_{kj}$ come from a masked network of the coordinates before; $B$ is the bound, the $m_k$ are fixed places.`,
  line: 'zᵢ = β + ∫ Σₖ pₖ² du, to xᵢ',
  use: {
    when: 'For smooth densities in few dimensions that a low polynomial order describes.',
    not: 'For sharp edges, which need high degrees, and where samples are drawn often.',
  },
  citation: {
    authors: 'P. Jaini, K. A. Selby, Y. Yu',
    year: 2019,
    title: 'Sum-of-Squares Polynomial Flow',
    source: 'arXiv:1905.02325',
  },
  settings: [
    ...orderSettings,
    {
      kind: 'number',
      key: 'polynomials',
      label: 'Polynomials',
      help: 'Squares K that are averaged. Two already reach every increasing polynomial; more are easier to train.',
      default: 3,
      min: 1,
      max: 8,
      step: 1,
      integer: true,
      scale: 'linear',
    },
    {
      kind: 'number',
      key: 'degree',
      label: 'Degree',
      help: 'Degree L of what is squared; the map of one coordinate has degree 2L + 1. Higher degrees bend more.',
      default: 4,
      min: 1,
      max: 8,
      step: 1,
      integer: true,
      scale: 'linear',
    },
    polynomialBound('goes on straight'),
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
    'Polynomials are for smooth densities: sharp edges need high degrees, and then they ripple.',
    'A bound much wider than the data leaves the polynomial little to bend with.',
  ],
}
