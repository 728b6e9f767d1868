import { emerging } from '../citations'
import type { BlockEntry } from '../types'

/**
 * x = Q R z + b with Q a product of 2⌊D/2⌋ reflections, which start in cancelling pairs, and R upper triangular with positive
 * diagonal: Hoogeboom et al. 2019. Every matrix with positive determinant is reached.
 */
export const qrLinear: BlockEntry = {
  type: 'qr-linear',
  label: 'QR linear',
  family: 'linear',
  summary:
    'A learnt invertible matrix as a stretch with shear, then a turn; reaches every matrix that does not mirror.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{Q}\mathbf{R}\,\mathbf{z} + \mathbf{b} \\ \mathbf{Q}^\top\mathbf{Q} = \mathbf{I},\quad R_{ii} > 0\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{D} \log R_{ii}`,
  meaning: String.raw`$\mathbf{R}$, upper triangular with a positive diagonal, stretches and shears; $\mathbf{Q}$ then turns, and $\mathbf{b}$ moves. Turning changes no volume: only the diagonal of $\mathbf{R}$ enters the determinant.`,
  line: 'x = Q R z + b',
  use: {
    when: 'Where the map may have to turn by a large angle, in up to some hundred dimensions.',
    not: 'Where speed counts and small mixing will do: LU linear is cheaper.',
  },
  citation: emerging,
  settings: [],
  jacobian: { structure: 'full', constant: true },
  forward: { kind: 'analytic', cost: 'two matrix products, 2D² operations' },
  inverse: { kind: 'analytic', cost: 'one product and one triangular solve' },
  startsAsIdentity: true,
  notes: ['Unlike LU linear it can turn by any angle: no matrix with positive determinant is out of reach.'],
}
