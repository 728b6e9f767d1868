import type { BlockEntry } from '../types'

/** What the Sylvester blocks share, which is all but how Q is made (van den Berg et al. 2018). */
export const sylvester = {
  family: 'rank-limited',
  formula: String.raw`\begin{gathered}\mathbf{x} = \mathbf{z} + \mathbf{Q}\mathbf{R}\,\tanh(\tilde{\mathbf{R}}\,\mathbf{Q}^\top\mathbf{z} + \mathbf{b}) \\ \mathbf{Q}^\top\mathbf{Q} = \mathbf{I},\quad r_{ii}\,\tilde{r}_{ii} > -1\end{gathered}`,
  logDetFormula: String.raw`\sum_{i=1}^{M} \log\left(1 + r_{ii}\,\tilde{r}_{ii}\left[1 - \tanh^2(\tilde{\mathbf{R}}\,\mathbf{Q}^\top\mathbf{z} + \mathbf{b})_i\right]\right)`,
  meaning: String.raw`The $M$ orthonormal columns of $\mathbf{Q}$ are directions. Along them $\tilde{\mathbf{R}}$ and $\mathbf{b}$ make arguments for tanh, and $\mathbf{R}$ and $\mathbf{Q}$ carry its values back into space. $\mathbf{R}$ and $\tilde{\mathbf{R}}$ are upper triangular, so only their diagonals enter the determinant.`,
  citation: {
    authors: 'R. van den Berg, L. Hasenclever, J. M. Tomczak, M. Welling',
    year: 2018,
    title: 'Sylvester Normalizing Flows for Variational Inference',
    source: 'arXiv:1803.05649',
  },
  startsAsIdentity: true,
} as const satisfies Partial<BlockEntry>

export const rootsOneByOne =
  'Training on data needs x → z, which solves its scalar equations one after the other; inverted, that direction is closed form.'

export const boundedDiagonals =
  'The diagonals stay in (−1, 1), which keeps the block invertible: along one direction it moves a point by less than 1, ' +
  'and further only by mixing directions.'
