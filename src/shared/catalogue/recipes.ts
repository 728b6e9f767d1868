import { glow, nice } from './citations'
import { affineCoupling } from './blocks/affineCoupling'
import { maskedAutoregressive } from './blocks/maskedAutoregressive'
import { planar } from './blocks/planar'
import { residual } from './blocks/residual'
import { splineCoupling } from './blocks/splineCoupling'
import type { Citation, Settings } from './types'

/** A block of a recipe: at its defaults but for `settings`. Masks and orders alternate by themselves where none is given. */
export interface RecipeBlock {
  readonly type: string
  readonly settings?: Settings
  readonly inverted?: boolean
}

/** A flow of the literature, ready to be put into a stack as a whole. */
export interface Recipe {
  readonly name: string
  readonly label: string
  /** One sentence: what it is good for. */
  readonly summary: string
  readonly citation: Citation
  /** In order from z to x. */
  readonly blocks: readonly RecipeBlock[]
}

const times = (count: number, ...blocks: readonly RecipeBlock[]): readonly RecipeBlock[] =>
  Array.from({ length: count }, () => blocks).flat()

const inverted = (block: RecipeBlock): RecipeBlock => ({ ...block, inverted: true })

/** Every recipe, in the order of the palette. */
export const recipes: readonly Recipe[] = [
  {
    name: 'nice',
    label: 'NICE',
    summary: 'Shifts by networks and one scale at the end: the first coupling flow.',
    citation: nice,
    blocks: [...times(8, { type: 'additive-coupling' }), { type: 'affine' }],
  },
  {
    name: 'realnvp',
    label: 'RealNVP',
    summary: 'Scales and shifts by networks: fast both ways.',
    citation: affineCoupling.citation,
    blocks: times(8, { type: 'affine-coupling' }),
  },
  {
    name: 'glow',
    label: 'Glow, for vectors',
    summary: 'Normalise, mix, couple: RealNVP with a learnt matrix in each step.',
    citation: glow,
    blocks: times(6, { type: 'affine-coupling' }, { type: 'lu-linear' }, { type: 'actnorm' }),
  },
  {
    name: 'neural-spline',
    label: 'Neural spline flow',
    summary: 'Splines by networks: sharp densities from few blocks.',
    citation: splineCoupling.citation,
    blocks: times(4, { type: 'spline-coupling' }),
  },
  {
    name: 'maf',
    label: 'MAF',
    summary: 'Every coordinate from all before it: fast densities, slow samples.',
    citation: maskedAutoregressive.citation,
    blocks: times(5, { type: 'masked-autoregressive' }),
  },
  {
    name: 'iaf',
    label: 'IAF',
    summary: 'MAF turned round: fast samples, slow densities of given points.',
    citation: {
      authors: 'D. P. Kingma, T. Salimans, R. Jozefowicz, X. Chen, I. Sutskever, M. Welling',
      year: 2016,
      title: 'Improving Variational Inference with Inverse Autoregressive Flow',
      source: 'arXiv:1606.04934',
    },
    blocks: times(5, inverted({ type: 'masked-autoregressive' })),
  },
  {
    name: 'planar',
    label: 'Planar flow',
    summary: 'Many small pushes across lines: the first flow, and the easiest to watch.',
    citation: planar.citation,
    blocks: times(16, { type: 'planar' }),
  },
  {
    name: 'residual',
    label: 'Residual flow',
    summary: 'Free-form steps that never fold space, with exact densities.',
    citation: residual.citation,
    blocks: times(6, { type: 'residual' }, { type: 'actnorm' }),
  },
]

const byName = new Map(recipes.map((recipe) => [recipe.name, recipe]))

/** The recipe of this name; undefined when there is none. */
export const recipeNamed = (name: string): Recipe | undefined => byName.get(name)
