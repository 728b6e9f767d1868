import { transformedCoordinates } from '@shared/catalogue/masks'
import { logDetAt } from '../lab'
import type { Lesson } from '../lesson'
import { discOf, documentOf, normal, toy, type BlockPlan } from '../documents'
import { blocksOf, typesOf } from '../stack'

const disc = discOf([0, 0], 2)
const twice = (block: BlockPlan): readonly BlockPlan[] => [block, block]
const nice = { name: 'nice', make: () => documentOf(normal, twice({ type: 'additive-coupling' }), disc) }
const unmasked = {
  name: 'unmasked',
  make: () => documentOf(normal, twice({ type: 'affine-coupling', settings: { mask: 'even' } }), toy('two-moons')),
}
const glow = {
  name: 'glow',
  make: () =>
    documentOf(normal, [{ type: 'actnorm' }, { type: 'lu-linear' }, { type: 'affine-coupling' }], toy('pinwheel')),
}
const maf = {
  name: 'maf',
  make: () => documentOf(normal, twice({ type: 'masked-autoregressive' }), toy('two-moons')),
}
const splines = { name: 'splines', make: () => documentOf(normal, twice({ type: 'spline-coupling' }), disc) }
const continuous = { name: 'continuous', make: () => documentOf(normal, [{ type: 'continuous' }], toy('two-moons')) }

export const families: Lesson = {
  id: 'families',
  steps: [
    {
      id: 'nice',
      document: nice,
      view: 'field',
      check: {
        kind: 'number',
        value: (lab) => logDetAt(lab, 0.5, -0.3),
        within: 1e-4,
        mistakes: () => ({ factor: 1 }),
      },
    },
    {
      id: 'realnvp',
      document: nice,
      view: 'field',
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const types = typesOf(document)
          const scaling = types.filter((type) => type === 'affine-coupling').length
          if (scaling < 2) return scaling === 1 ? 'one' : 'other'
          return types.includes('additive-coupling') ? 'beside' : null
        },
      },
    },
    {
      id: 'masks',
      document: unmasked,
      view: 'layers',
      select: 'affine-coupling-2',
      warned: true,
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const masks = blocksOf(document).flatMap(({ settings, type }) =>
            type === 'affine-coupling' ? [transformedCoordinates(settings, 2)] : [],
          )
          const moved = [0, 1].map((at) => masks.some((mask) => mask?.[at] === true))
          return masks.length > 1 && moved.every(Boolean) ? null : 'other'
        },
      },
    },
    {
      id: 'glow',
      document: glow,
      view: 'layers',
      select: 'lu-linear-1',
      check: { kind: 'choice', options: ['cube', 'diagonal', 'none'], right: () => 'diagonal' },
    },
    {
      id: 'maf',
      document: maf,
      view: 'density',
      select: 'masked-autoregressive-1',
      check: {
        kind: 'number',
        value: () => 64,
        within: 0.5,
        mistakes: () => ({ density: 1, half: 32, pairs: 4096 }),
      },
    },
    {
      id: 'iaf',
      document: maf,
      view: 'density',
      select: 'masked-autoregressive-1',
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const blocks = blocksOf(document).filter(({ type }) => type === 'masked-autoregressive')
          const inverted = blocks.filter((block) => block.inverted).length
          if (inverted === 0) return 'other'
          return inverted < blocks.length ? 'some' : null
        },
      },
    },
    {
      id: 'splines',
      document: splines,
      view: 'field',
      select: 'spline-coupling-1',
      check: {
        kind: 'number',
        value: (lab) => logDetAt(lab, 9, -9),
        within: 1e-3,
        mistakes: () => ({ factor: 1 }),
      },
    },
    {
      id: 'continuous',
      document: continuous,
      view: 'layers',
      select: 'continuous-1',
      check: { kind: 'choice', options: ['determinant', 'zero', 'trace'], right: () => 'trace' },
    },
  ],
}
