import type { BlockEntry } from '../types'
import { boundedDiagonals, rootsOneByOne, sylvester } from './sylvester'

/** Triangular variant; Q is the identity or the reversal, so that the Jacobian is triangular. */
export const sylvesterTriangular: BlockEntry = {
  ...sylvester,
  type: 'sylvester-triangular',
  label: 'Sylvester (triangular)',
  summary: 'A planar block along every coordinate at once, each mixed with those after it, or with those before it.',
  line: 'x = z + R tanh(R̃ z + b)',
  settings: [
    {
      kind: 'choice',
      key: 'order',
      label: 'Order',
      help: 'Which coordinates each one is mixed with. Alternate it from block to block.',
      default: 'natural',
      options: [
        { value: 'natural', label: 'Natural: those after it' },
        { value: 'reverse', label: 'Reverse: those before it' },
      ],
    },
  ],
  jacobian: { structure: 'triangular', constant: false },
  forward: { kind: 'analytic', cost: 'two triangular products, D² operations' },
  inverse: { kind: 'iterative', solver: 'bracketed Newton', cost: 'D scalar roots per point, in turn' },
  notes: [rootsOneByOne, boundedDiagonals, 'Q is the identity, or the reversal of the coordinates: M = D.'],
}
