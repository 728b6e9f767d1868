import { blockEntry } from '@shared/catalogue/registry'
import type { BlockFamily } from '@shared/catalogue/types'
import { logDetAt } from '../lab'
import type { Lesson } from '../lesson'
import { documentOf, map, normal, normalRowsOf, ofMatrices, toy } from '../documents'
import { blocksOf, matricesOf, typedMaps } from '../stack'

const two = { name: 'two', make: () => ofMatrices([2, 0, 0, 1], [1, 0, 1, 3]) }
const ordered = {
  name: 'ordered',
  make: () =>
    documentOf(
      normal,
      [map('2z'), map('z + 1')],
      normalRowsOf((z) => 2 * z + 1),
    ),
}
const shears = { name: 'shears', make: () => ofMatrices([1, 1, 0, 1], [1, 0, 1, 1]) }
const straight = { name: 'straight', make: () => documentOf(normal, [{ type: 'lu-linear' }], toy('two-moons')) }

/** Families whose blocks bend space. */
const bending: readonly BlockFamily[] = ['coupling', 'autoregressive', 'rank-limited', 'residual', 'gaussianization']

/** An entry of the product of two matrices of side 2, the second on the left: it acts last. */
const entry = (first: readonly number[], second: readonly number[], row: number, column: number): number =>
  second[2 * row] * first[column] + second[2 * row + 1] * first[2 + column]

export const stacking: Lesson = {
  id: 'stacking',
  steps: [
    {
      id: 'logs-add',
      document: two,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: async (lab) => (await logDetAt(lab, 0, 0)) - Math.log(2),
        within: 0.01,
        mistakes: (right) => ({
          product: Math.exp(right),
          before: right + Math.log(2),
          sign: right + 2 * Math.log(2),
          sum: 5.5,
        }),
      },
    },
    {
      id: 'order',
      document: ordered,
      view: 'change',
      check: {
        kind: 'number',
        value: ({ document }) => typedMaps(document).reduce((z, f) => f(z), 3),
        within: 1e-6,
        mistakes: (_, { document }) => ({ reversed: typedMaps(document).reduceRight((z, f) => f(z), 3) }),
      },
    },
    {
      id: 'one-matrix',
      document: shears,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => {
          const [first = [1, 0, 0, 1], second = [1, 0, 0, 1]] = matricesOf(document)
          return entry(first, second, 1, 1)
        },
        within: 1e-6,
        mistakes: () => ({ reversed: 1, entries: 0 }),
      },
    },
    {
      id: 'bend',
      document: straight,
      view: 'density',
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const bends = blocksOf(document).filter(({ type }) =>
            bending.some((family) => family === blockEntry(type)?.family),
          )
          return bends.length >= 2 ? null : bends.length === 1 ? 'one' : 'other'
        },
      },
    },
  ],
}
