import type { BlockEntry } from '../types'
import { boundedDiagonals, rootsOneByOne, sylvester } from './sylvester'

/** Triangular variant; Q is the reversal or the identity, so that the Jacobian is triangular. */
export const sylvesterTriangular: BlockEntry = {
  ...sylvester,
  type: 'sylvester-triangular',
  label: 'Sylvester (triangular)',
  summary: 'A planar block along every coordinate at once, each mixed with those before it, or with those after it.',
  line: 'x = z + P R tanh(R̃ P z + b)',
  use: {
    when: 'For flows on an energy, where all coordinates should bend at once without an orthogonal matrix.',
    not: 'For training on rows in many dimensions: x → z takes a root for each coordinate.',
  },
  settings: [
    {
      kind: 'choice',
      key: 'order',
      label: 'Order',
      help: 'Which coordinates each one is mixed with. Alternate it from block to block.',
      default: 'natural',
      options: [
        { value: 'natural', label: 'Natural: those before it' },
        { value: 'reverse', label: 'Reverse: those after it' },
      ],
    },
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: { kind: 'analytic', cost: 'two triangular products, D² operations' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'D scalar roots per point, in turn' },
  notes: [
    rootsOneByOne,
    boundedDiagonals,
    'Q is the reversal of the coordinates (natural) or the identity (reverse), and M = D.',
    'Its few numbers take steps ten times as long as those of networks.',
  ],
}
