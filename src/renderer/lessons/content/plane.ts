import { logDetAt, densityAt } from '../lab'
import type { Lesson } from '../lesson'
import { discOf, documentOf, matrix, normal, ofMatrices } from '../documents'
import { near } from '../judge'
import { wholeDeterminant } from '../stack'

const shifted = {
  name: 'shifted',
  make: () => documentOf(normal, [matrix([1, 0, 0, 1], [2, 1])], discOf([2, 1], 2)),
}
const sheared = { name: 'sheared', make: () => ofMatrices([2, 1, 0, 1.5]) }
const mirrored = { name: 'mirrored', make: () => ofMatrices([0, 2, 1, 0]) }

export const plane: Lesson = {
  id: 'plane',
  steps: [
    {
      id: 'shift',
      document: shifted,
      view: 'layers',
      check: {
        kind: 'number',
        value: (lab) => densityAt(lab, 2, 1),
        within: 2e-3,
        mistakes: () => ({ origin: Math.exp(-2.5) / (2 * Math.PI), line: 0.3989, square: Math.PI / 2 }),
      },
    },
    {
      id: 'area',
      document: sheared,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => Math.abs(wholeDeterminant(document)),
        within: 1e-3,
        mistakes: () => ({ trace: 3.5, all: 4.5 }),
      },
    },
    {
      id: 'height',
      document: sheared,
      view: 'density',
      check: {
        kind: 'number',
        value: (lab) => densityAt(lab, 0, 0),
        within: 1e-3,
        mistakes: (right) => ({ base: 3 * right, times: 9 * right }),
      },
    },
    {
      id: 'minus-two',
      document: sheared,
      view: 'layers',
      select: 'dense-matrix-1',
      figure: { kind: 'area' },
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const det = wholeDeterminant(document)
          if (near(det, -2, 1e-6)) return null
          return near(det, 2, 1e-6) ? 'sign' : 'other'
        },
      },
    },
    {
      id: 'mirror',
      document: mirrored,
      view: 'field',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: (lab) => logDetAt(lab, 0, 0),
        within: 0.01,
        mistakes: (right) => ({ negative: -right, log: 2, sign: -2 }),
      },
    },
  ],
}
