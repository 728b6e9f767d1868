import { columnsSetting } from '../settings/columns'
import type { BlockEntry } from '../types'
import { boundedDiagonals, rootsOneByOne, sylvester } from './sylvester'

/** Orthogonal variant; Q by Cayley's map (Goliński et al. 2019), where the paper repeats a step towards orthogonality. */
export const sylvesterOrthogonal: BlockEntry = {
  ...sylvester,
  type: 'sylvester-orthogonal',
  label: 'Sylvester (orthogonal)',
  summary: 'A planar block with M directions at once, which are free and orthonormal.',
  line: 'x = z + Q R tanh(R̃ Qᵀz + b)',
  use: {
    when: 'For flows on an energy, where M bends at once should be in free directions.',
    not: 'For training on rows in many dimensions: x → z takes a root for each direction.',
  },
  settings: [columnsSetting],
  jacobian: { structure: 'low-rank', constant: false, about: 'identity', rank: { setting: 'columns' } },
  forward: { kind: 'analytic', cost: 'products with Q, DM operations' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'M scalar roots per point, in turn' },
  notes: [
    rootsOneByOne,
    boundedDiagonals,
    "Q comes from Cayley's map, which is orthogonal to rounding whatever the parameters.",
    'Its few numbers take steps ten times as long as those of networks.',
  ],
}
