import type { Lesson } from '../lesson'
import { documentOf, normal, ofMatrices, toy } from '../documents'
import { product } from '../figures/depth'
import { wholeDeterminant } from '../stack'

const stretched = { name: 'stretched', make: () => ofMatrices([2, 0, 0, 3]) }
const slanted = { name: 'slanted', make: () => ofMatrices([2, 0, 7, 3]) }
const flat = { name: 'flat', make: () => ofMatrices([1, 0, 2, 0]) }
const turned = { name: 'turned', make: () => ofMatrices([0, 1, 1, 1]) }
const coupled = {
  name: 'coupled',
  make: () => documentOf(normal, [{ type: 'affine-coupling', settings: { mask: 'even' } }], toy('two-moons')),
}

/** Of the steps on high dimension: so many slopes of one half. */
const [DEEP, SLOPE] = [2000, 0.5] as const

export const jacobians: Lesson = {
  id: 'jacobians',
  steps: [
    {
      id: 'diagonal',
      document: stretched,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => wholeDeterminant(document),
        within: 1e-6,
        mistakes: () => ({ sum: 5 }),
      },
    },
    {
      id: 'triangular',
      document: slanted,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => wholeDeterminant(document),
        within: 1e-6,
        mistakes: () => ({ below: -1, sum: 5, all: 42 }),
      },
    },
    {
      id: 'zero',
      document: flat,
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => wholeDeterminant(document),
        within: 1e-9,
        mistakes: () => ({ first: 1, below: -2, twice: 2 }),
      },
    },
    {
      id: 'zero-elsewhere',
      document: turned,
      view: 'layers',
      figure: { kind: 'area' },
      check: {
        kind: 'number',
        value: ({ document }) => wholeDeterminant(document),
        within: 1e-6,
        mistakes: () => ({ diagonal: 0, sign: 1 }),
      },
    },
    {
      id: 'cost',
      document: coupled,
      figure: { kind: 'cost' },
      check: {
        kind: 'number',
        value: () => 10 ** 3,
        within: 0.5,
        mistakes: () => ({ linear: 10, square: 100 }),
      },
    },
    {
      id: 'deep',
      document: coupled,
      figure: { kind: 'depth' },
      check: {
        kind: 'number',
        value: () => product(SLOPE, DEEP),
        within: 1e-9,
        mistakes: () => ({ log: DEEP * Math.log(SLOPE), once: SLOPE, sum: DEEP * SLOPE }),
      },
    },
    {
      id: 'logs',
      document: coupled,
      figure: { kind: 'depth' },
      check: {
        kind: 'number',
        value: () => DEEP * Math.log(SLOPE),
        within: 1,
        mistakes: (right) => ({ sign: -right, ten: DEEP * Math.log10(SLOPE) }),
      },
    },
    {
      id: 'coupling',
      document: coupled,
      view: 'field',
      select: 'affine-coupling-1',
      check: {
        kind: 'choice',
        options: ['diagonal', 'upper', 'none'],
        right: () => 'upper',
      },
    },
  ],
}
