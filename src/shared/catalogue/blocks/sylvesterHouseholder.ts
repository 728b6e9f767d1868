import { columnsSetting } from '../settings/columns'
import type { BlockEntry } from '../types'
import { boundedDiagonals, rootsOneByOne, sylvester } from './sylvester'

/** Householder variant; Q is the first M columns of a product of M reflections. */
export const sylvesterHouseholder: BlockEntry = {
  ...sylvester,
  type: 'sylvester-householder',
  label: 'Sylvester (Householder)',
  summary: 'A planar block with M directions at once, made orthonormal by mirroring space M times.',
  line: 'x = z + H R tanh(R̃ Hᵀz + b)',
  use: {
    when: 'For flows on an energy with several bends at once; made of mirrors, its directions are as free as those of the orthogonal one.',
    not: 'For training on rows in many dimensions: x → z takes a root for each direction.',
  },
  settings: [columnsSetting],
  jacobian: { structure: 'low-rank', constant: false, about: 'identity', rank: { setting: 'columns' } },
  forward: { kind: 'analytic', cost: 'M reflections and products with Q, DM operations' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'M scalar roots per point, in turn' },
  notes: [rootsOneByOne, boundedDiagonals, 'Its few numbers take steps ten times as long as those of networks.'],
}
