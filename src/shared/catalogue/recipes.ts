import { glow, nice, stochasticFlows } from './citations'
import { affineCoupling } from './blocks/affineCoupling'
import { bernstein } from './blocks/bernstein'
import { blockAutoregressive } from './blocks/blockAutoregressive'
import { continuous } from './blocks/continuous'
import { maskedAutoregressive } from './blocks/maskedAutoregressive'
import { mixtureGaussianization } from './blocks/mixtureGaussianization'
import { mixtureLogisticCoupling } from './blocks/mixtureLogisticCoupling'
import { neuralAutoregressive } from './blocks/neuralAutoregressive'
import { planar } from './blocks/planar'
import { radial } from './blocks/radial'
import { rbig } from './blocks/rbig'
import { residual } from './blocks/residual'
import { splineCoupling } from './blocks/splineCoupling'
import { sumOfSquares } from './blocks/sumOfSquares'
import { sylvesterOrthogonal } from './blocks/sylvesterOrthogonal'
import { unconstrainedMonotonic } from './blocks/unconstrainedMonotonic'
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
    summary: 'One scale next to z, then shifts by networks: the first coupling flow.',
    citation: nice,
    blocks: [{ type: 'affine' }, ...times(4, { type: 'additive-coupling' })],
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
    // the paper writes the scale as a sigmoid, σ ⊙ z + (1 − σ) ⊙ m
    blocks: times(5, inverted({ type: 'masked-autoregressive' })),
  },
  {
    name: 'neural-spline-autoregressive',
    label: 'Neural spline flow, autoregressive',
    summary: 'Splines of each coordinate from all before it: sharp densities from few blocks, slow samples.',
    citation: splineCoupling.citation,
    blocks: times(3, { type: 'spline-autoregressive' }),
  },
  {
    name: 'flow-plus-plus',
    label: 'Flow++',
    summary: 'Couplings whose maps are mixtures of logistics: many bumps from one block.',
    citation: mixtureLogisticCoupling.citation,
    blocks: times(4, { type: 'mixture-logistic-coupling' }),
  },
  {
    name: 'naf',
    label: 'NAF',
    summary: 'Each coordinate through a small monotone network, set by all before it.',
    citation: neuralAutoregressive.citation,
    blocks: times(3, { type: 'neural-autoregressive' }),
  },
  {
    name: 'naf-dense',
    label: 'NAF, dense',
    summary: 'Each coordinate through a monotone network of several layers: few blocks, dear samples.',
    citation: neuralAutoregressive.citation,
    blocks: times(3, { type: 'dense-neural-autoregressive' }),
  },
  {
    name: 'bnaf',
    label: 'BNAF',
    summary: 'One network that is the map itself: few numbers, densities in one pass.',
    citation: blockAutoregressive.citation,
    blocks: times(4, { type: 'block-autoregressive', settings: { layers: 2 } }),
  },
  {
    name: 'umnn',
    label: 'UMNN-MAF',
    summary: 'Each coordinate through the integral of a positive network.',
    citation: unconstrainedMonotonic.citation,
    blocks: times(3, { type: 'unconstrained-monotonic' }),
  },
  {
    name: 'sos',
    label: 'SOS flow',
    summary: 'Each coordinate through an increasing polynomial, the integral of a sum of squares.',
    citation: sumOfSquares.citation,
    blocks: times(4, { type: 'sum-of-squares' }),
  },
  {
    name: 'bernstein',
    label: 'Bernstein flow',
    summary: 'Each coordinate through an increasing Bernstein polynomial, smooth to the ends.',
    citation: bernstein.citation,
    blocks: times(5, { type: 'bernstein' }),
  },
  {
    name: 'gaussianization',
    label: 'Gaussianization flow',
    summary: 'Margins made normal by mixtures, then rotated, again and again: a good start before any training.',
    citation: mixtureGaussianization.citation,
    blocks: times(6, { type: 'mixture-gaussianization' }, { type: 'householder', settings: { reflections: 3 } }),
  },
  {
    name: 'rbig',
    label: 'RBIG',
    summary: 'Fitted from the first batch alone: take one step and look.',
    citation: rbig.citation,
    blocks: times(16, { type: 'rbig' }),
  },
  {
    name: 'planar',
    label: 'Planar flow',
    summary: 'Many small pushes across lines: among the first flows, and the easiest to watch.',
    citation: planar.citation,
    blocks: times(16, { type: 'planar' }),
  },
  {
    name: 'radial',
    label: 'Radial flow',
    summary: 'Many small pushes towards points or away from them.',
    citation: radial.citation,
    blocks: times(16, { type: 'radial' }),
  },
  {
    name: 'sylvester',
    label: 'Sylvester flow',
    summary: 'Planar flows with more than one direction at a time.',
    citation: sylvesterOrthogonal.citation,
    blocks: times(16, { type: 'sylvester-orthogonal' }),
  },
  {
    name: 'residual',
    label: 'i-ResNet',
    summary: 'Free-form steps that never fold space, trained on exact densities where the paper estimates them.',
    citation: residual.citation,
    blocks: times(10, { type: 'residual', settings: { width: 32 } }, { type: 'actnorm' }),
  },
  {
    name: 'residual-flow',
    label: 'Residual Flow',
    summary: 'The same, trained by unbiased random series: for many dimensions.',
    citation: {
      authors: 'R. T. Q. Chen, J. Behrmann, D. Duvenaud, J.-H. Jacobsen',
      year: 2019,
      title: 'Residual Flows for Invertible Generative Modeling',
      source: 'arXiv:1906.02735',
    },
    blocks: times(10, { type: 'residual', settings: { width: 32, logDet: 'roulette' } }, { type: 'actnorm' }),
  },
  {
    name: 'ffjord',
    label: 'FFJORD',
    summary: 'One learnt field that every point drifts along, an ODE each way. Flow matching trains it fastest.',
    citation: continuous.citation,
    blocks: [{ type: 'continuous' }, { type: 'actnorm' }],
  },
  {
    name: 'snf',
    label: 'Stochastic flow',
    summary: 'RealNVP with Metropolis steps between: parts the modes of an energy that a map alone joins by bridges.',
    citation: stochasticFlows,
    blocks: times(8, { type: 'affine-coupling' }, { type: 'metropolis' }),
  },
]

const byName = new Map(recipes.map((recipe) => [recipe.name, recipe]))

/** The recipe of this name; undefined when there is none. */
export const recipeNamed = (name: string): Recipe | undefined => byName.get(name)
