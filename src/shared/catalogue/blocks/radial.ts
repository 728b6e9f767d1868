import { contextSetting } from '../settings/conditioner'
import type { BlockEntry } from '../types'

/**
 * Rezende & Mohamed 2015, equation 14 and appendix A.2. With α > 0 and β > −α the distance from the centre grows with
 * r, so that the map is invertible; its inverse needs one quadratic root.
 */
export const radial: BlockEntry = {
  type: 'radial',
  label: 'Radial',
  family: 'rank-limited',
  summary: 'Draws points towards one centre or pushes them away from it: a bump or a hole in the density.',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{z} + \frac{\beta}{\alpha + r}\,(\mathbf{z} - \mathbf{z}_0) \\ r = \lVert\mathbf{z} - \mathbf{z}_0\rVert,\quad \alpha > 0,\ \beta > -\alpha\end{gathered}`,
  logDetFormula: String.raw`(D - 1)\log\left(1 + \frac{\beta}{\alpha + r}\right) + \log\left(1 + \frac{\alpha\beta}{(\alpha + r)^2}\right)`,
  meaning: String.raw`Points move away from the centre $\mathbf{z}_0$ where $\beta > 0$, towards it where $\beta < 0$; $r$ is their distance, and $\alpha$ says how far the push reaches. Across the radius $D - 1$ directions are stretched alike, along it by the other factor.`,
  line: 'x = z + β(z − z₀) / (α + r)',
  use: {
    when: 'For bumps and holes around single places, in small flows on an energy.',
    not: 'In many dimensions, or for shapes without a centre.',
  },
  citation: {
    authors: 'D. J. Rezende, S. Mohamed',
    year: 2015,
    title: 'Variational Inference with Normalizing Flows',
    source: 'arXiv:1505.05770',
  },
  settings: [contextSetting],
  jacobian: { structure: 'low-rank', constant: false, about: 'multiple of the identity', rank: 1 },
  forward: { kind: 'analytic', cost: 'one distance, 3D operations' },
  inverse: { kind: 'analytic', cost: 'one distance and one quadratic root' },
  startsAsIdentity: true,
  notes: [
    'One block acts around one centre only: expect to need many.',
    'Its density has a kink at the centre, where the derivative of the distance jumps.',
    'Its few numbers take steps ten times as long as those of networks.',
  ],
}
