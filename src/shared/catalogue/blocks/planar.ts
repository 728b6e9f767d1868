import { contextSetting } from '../settings/conditioner'
import type { BlockEntry } from '../types'

/**
 * Rezende & Mohamed 2015, section 4.1 and appendix A.1: û = u + (m(wᵀu) − wᵀu) w/‖w‖² keeps wᵀû = m(wᵀu) > −1, so the map
 * is invertible for every u and w; m is their −1 + softplus, shifted so that u = 0 is the identity. x → z solves
 * y + wᵀû·tanh(y) = wᵀx + b for y = wᵀz + b, which is monotone and bracketed, and then z = x − û·tanh(y).
 */
export const planar: BlockEntry = {
  type: 'planar',
  label: 'Planar',
  family: 'rank-limited',
  summary: 'Pushes or pulls space across one hyperplane; one of the oldest flows and the easiest to picture.',
  formula: String.raw`\mathbf{x} = \mathbf{z} + \hat{\mathbf{u}}\,\tanh(\mathbf{w}^\top\mathbf{z} + b)`,
  logDetFormula: String.raw`\log\left(1 + \mathbf{w}^\top\hat{\mathbf{u}}\left[1 - \tanh^2(\mathbf{w}^\top\mathbf{z} + b)\right]\right)`,
  meaning: String.raw`Points on one side of the hyperplane $\mathbf{w}^\top\mathbf{z} + b = 0$ move along $\hat{\mathbf{u}}$, those on the other against it, by at most its length. $\hat{\mathbf{u}}$ is a learnt $\mathbf{u}$, mended so that $\mathbf{w}^\top\hat{\mathbf{u}} > -1$: then the map cannot fold.`,
  line: 'x = z + û tanh(wᵀz + b)',
  use: {
    when: 'To see what one bend does, and for small flows trained on an energy, where z → x is all it takes.',
    not: 'In many dimensions: each block bends along one direction only.',
  },
  citation: {
    authors: 'D. J. Rezende, S. Mohamed',
    year: 2015,
    title: 'Variational Inference with Normalizing Flows',
    source: 'arXiv:1505.05770',
  },
  settings: [contextSetting],
  jacobian: { structure: 'low-rank', constant: false, about: 'identity', rank: 1 },
  forward: { kind: 'analytic', cost: 'one dot product and a multiple of û, 2D operations' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'one scalar root per point' },
  startsAsIdentity: true,
  notes: [
    'Training on data needs x → z, which solves one scalar equation per point; inverted, that direction is closed form.',
    'One block bends along one hyperplane only: expect to need many.',
    'Its few numbers take steps ten times as long as those of networks.',
  ],
}
