import { maskedAutoregressive } from './blocks/maskedAutoregressive'
import type { ChoiceSetting, Citation, MatrixSetting, NumberSetting, TextSetting } from './types'

/** A target given by its energy U(x) = −ln p̃(x), as data panel and command line show it. The mathematics is in `flow/targets`. */
export interface TargetEntry {
  readonly type: string
  readonly label: string
  readonly summary: string
  /** TeX of U. */
  readonly formula: string
  /** null for one that the user types. */
  readonly citation: Citation | null
  /** Dimensions that it can have, `usual` unless told. */
  readonly dims: { readonly from: number; readonly usual: number; readonly to: number }
  readonly settings: readonly (NumberSetting | TextSetting | ChoiceSetting | MatrixSetting)[]
}

const rezende: Citation = {
  authors: 'D. J. Rezende, S. Mohamed',
  year: 2015,
  title: 'Variational Inference with Normalizing Flows',
  source: 'arXiv:1505.05770',
}

const normflows: Citation = {
  authors: 'V. Stimper, D. Liu, A. Campbell, V. Berenz, L. Ryll, B. Schölkopf, J. M. Hernández-Lobato',
  year: 2023,
  title: 'normflows: A PyTorch Package for Normalizing Flows',
  source: 'arXiv:2302.12014',
}

const plane = { from: 2, usual: 2, to: 2 } as const

/** U2 to U4 are the same for every x₁ far out: without an end they have no finite mass. */
const ends: readonly [ChoiceSetting, NumberSetting] = [
  {
    kind: 'choice',
    key: 'ends',
    label: 'Ends',
    help: 'How the wave ends: in an envelope ½ (x₁/a)⁴ that is added to the energy, or as it is on a box |x₁| ≤ a with soft walls ½ (distance/0.05a)² beyond.',
    default: 'envelope',
    options: [
      { value: 'envelope', label: 'Envelope' },
      { value: 'box', label: 'Box' },
    ],
  },
  {
    kind: 'number',
    key: 'envelope',
    label: 'Reach',
    help: 'How far x₁ reaches, a: the energy has no finite mass without an end.',
    default: 4,
    min: 1,
    max: 20,
    step: 0.5,
    integer: false,
    scale: 'linear',
  },
]

type Range = Pick<NumberSetting, 'default' | 'min' | 'max'>

const whole = (key: string, label: string, help: string, range: Range): NumberSetting =>
  ({ kind: 'number', key, label, help, ...range, step: 1, integer: true, scale: 'linear' }) // prettier-ignore

const measure = (key: string, label: string, help: string, range: Range & { readonly step: number }): NumberSetting =>
  ({ kind: 'number', key, label, help, ...range, integer: false, scale: 'linear' }) // prettier-ignore

/** Numbers of which the target itself knows how many there must be. */
const list = (key: string, label: string, help: string): MatrixSetting =>
  ({ kind: 'matrix', key, label, help, default: null, form: 'list' }) // prettier-ignore

const width = (value: number): NumberSetting =>
  measure('width', 'Width', 'The width s of each mode.', { default: value, min: 0.05, max: 1, step: 0.01 })

export const targetEntries: readonly TargetEntry[] = [
  {
    type: 'u1',
    label: 'U1, ring with two lobes',
    summary: 'Two lobes on a ring of radius 2: a density that one Gaussian cannot fit.',
    formula: String.raw`\tfrac12\left(\tfrac{\lVert\mathbf{x}\rVert-2}{0.4}\right)^2 - \log\left(e^{-\frac12\left(\frac{x_1-2}{0.6}\right)^2}+e^{-\frac12\left(\frac{x_1+2}{0.6}\right)^2}\right)`,
    citation: rezende,
    dims: plane,
    settings: [],
  },
  {
    type: 'u2',
    label: 'U2, wave',
    summary: 'A band along a sine wave.',
    formula: String.raw`\tfrac12\left(\tfrac{x_2-\sin(\pi x_1/2)}{0.4}\right)^2 + \tfrac12\left(\tfrac{x_1}{a}\right)^4`,
    citation: rezende,
    dims: plane,
    settings: ends,
  },
  {
    type: 'u3',
    label: 'U3, wave with a gap',
    summary: 'Two bands that part around x₁ = 1 and join again.',
    formula: String.raw`-\log\left(e^{-\frac12\left(\frac{x_2-w_1}{0.35}\right)^2}+e^{-\frac12\left(\frac{x_2-w_1+w_2}{0.35}\right)^2}\right) + \tfrac12\left(\tfrac{x_1}{a}\right)^4`,
    citation: rezende,
    dims: plane,
    settings: ends,
  },
  {
    type: 'u4',
    label: 'U4, wave that splits',
    summary: 'One band that splits into two at x₁ = 1.',
    formula: String.raw`-\log\left(e^{-\frac12\left(\frac{x_2-w_1}{0.4}\right)^2}+e^{-\frac12\left(\frac{x_2-w_1+w_3}{0.35}\right)^2}\right) + \tfrac12\left(\tfrac{x_1}{a}\right)^4`,
    citation: rezende,
    dims: plane,
    settings: ends,
  },
  {
    type: 'ring-mixture',
    label: 'Ring mixture',
    summary: 'Concentric rings of equal width: modes that are no points.',
    formula: String.raw`-\log\sum_{i=1}^{n} e^{-\frac12\left(\frac{\lVert\mathbf{x}\rVert-2i/n}{1/(4n)}\right)^2}`,
    citation: normflows,
    dims: plane,
    settings: [
      {
        kind: 'number',
        key: 'rings',
        label: 'Rings',
        help: 'How many, of radii 2/n to 2.',
        default: 2,
        min: 1,
        max: 8,
        step: 1,
        integer: true,
        scale: 'linear',
      },
    ],
  },
  {
    type: 'double-well',
    label: 'Double well',
    summary: 'Two wells along x₁ with a barrier between them, the left one deeper.',
    formula: String.raw`a x_1 - 4x_1^2 + x_1^4 + \tfrac12\sum_{i>1}x_i^2`,
    citation: {
      authors: 'F. Noé, S. Olsson, J. Köhler, H. Wu',
      year: 2018,
      title: 'Boltzmann Generators: Sampling Equilibrium States of Many-Body Systems with Deep Learning',
      source: 'arXiv:1812.01729',
    },
    dims: plane,
    settings: [
      {
        kind: 'number',
        key: 'tilt',
        label: 'Tilt',
        help: 'The slope a: how much deeper the well on the left is.',
        default: 1,
        min: 0,
        max: 4,
        step: 0.1,
        integer: false,
        scale: 'linear',
      },
    ],
  },
  {
    type: 'funnel',
    label: 'Funnel',
    summary: 'The first coordinate sets the width of the others, from hair-thin to wide.',
    formula: String.raw`\tfrac12\left(\tfrac{x_1}{3}\right)^2 + \tfrac12\sum_{i>1}\left(x_i^2 e^{-x_1} + x_1\right)`,
    citation: { authors: 'R. M. Neal', year: 2003, title: 'Slice sampling', source: 'Annals of Statistics 31 (2003)' },
    dims: { from: 2, usual: 2, to: 32 },
    settings: [],
  },
  {
    type: 'banana',
    label: 'Banana',
    summary: 'A Gaussian bent along a parabola: long, thin and curved.',
    formula: String.raw`\tfrac12\left(x_1 - c\,x_2^2\right)^2 + \tfrac12\left(\tfrac{x_2}{s}\right)^2`,
    citation: maskedAutoregressive.citation,
    dims: plane,
    settings: [
      measure('bend', 'Bend', 'The curvature c: x₁ is around c x₂².', { default: 0.25, min: 0, max: 2, step: 0.05 }),
      measure('length', 'Length', 'The standard deviation s of x₂.', { default: 2, min: 0.1, max: 10, step: 0.1 }),
    ],
  },
  {
    type: 'mueller-brown',
    label: 'Müller–Brown',
    summary: 'Three wells along a bent valley: a test surface of chemistry.',
    formula: String.raw`\beta\Big(146.7 + \sum_{k=1}^{4} A_k\, e^{a_k \Delta_1^2 + b_k \Delta_1 \Delta_2 + c_k \Delta_2^2}\Big)`,
    citation: {
      authors: 'K. Müller, L. D. Brown',
      year: 1979,
      title: 'Location of saddle points and minimum energy paths by a constrained simplex optimization procedure',
      source: 'Theoretica Chimica Acta 53 (1979)',
    },
    dims: plane,
    settings: [
      measure('beta', 'Inverse temperature', 'The factor β: the larger, the rarer the way from well to well.', {
        default: 0.15,
        min: 0.05,
        max: 0.5,
        step: 0.01,
      }),
    ],
  },
  {
    type: 'ring-of-modes',
    label: 'Ring of modes',
    summary: 'Equal Gaussians on a circle: does a model find them all?',
    formula: String.raw`-\log\sum_{i=1}^{n} e^{-\frac12\lVert\mathbf{x}-\mathbf{c}_i\rVert^2/s^2},\quad \mathbf{c}_i = r\left(\cos\tfrac{2\pi i}{n}, \sin\tfrac{2\pi i}{n}\right)`,
    citation: normflows,
    dims: plane,
    settings: [
      whole('modes', 'Modes', 'How many Gaussians n.', { default: 8, min: 1, max: 32 }),
      measure('radius', 'Radius', 'The radius r of the circle.', { default: 2, min: 0.1, max: 6, step: 0.1 }),
      width(0.25),
    ],
  },
  {
    type: 'grid-of-modes',
    label: 'Grid of modes',
    summary: 'Equal Gaussians on a square lattice.',
    formula: String.raw`-\log\sum_{i,j=1}^{n} e^{-\frac12\lVert\mathbf{x}-\mathbf{c}_{ij}\rVert^2/s^2}`,
    citation: {
      authors: 'V. Dumoulin, I. Belghazi, B. Poole, O. Mastropietro, A. Lamb, M. Arjovsky, A. Courville',
      year: 2016,
      title: 'Adversarially Learned Inference',
      source: 'arXiv:1606.00704',
    },
    dims: plane,
    settings: [
      whole('side', 'Modes along a side', 'How many Gaussians n along x₁ and along x₂.', {
        default: 5,
        min: 1,
        max: 7,
      }),
      measure('spacing', 'Spacing', 'From one to the next.', { default: 2, min: 0.1, max: 4, step: 0.1 }),
      width(0.2),
    ],
  },
  {
    type: 'gaussian-mixture',
    label: 'Gaussian mixture',
    summary: 'Gaussians with weights, means and covariances of your own, or k of them on a circle.',
    formula: String.raw`-\log\sum_{i=1}^{k} w_i\,\mathcal{N}(\mathbf{x};\,\boldsymbol{\mu}_i, \Sigma_i)`,
    citation: normflows,
    dims: { from: 1, usual: 2, to: 16 },
    settings: [
      whole('components', 'Gaussians', 'How many k, where no means are typed.', { default: 3, min: 1, max: 32 }),
      measure(
        'radius',
        'Radius',
        'The radius of the circle of the first two coordinates on which they lie, where no means are typed.',
        { default: 3, min: 0, max: 20, step: 0.5 },
      ),
      measure(
        'width',
        'Width',
        'The standard deviation of all along each coordinate, where no covariances are typed.',
        { default: 0.5, min: 0.05, max: 5, step: 0.05 },
      ),
      list('weights', 'Weights', 'One number above 0 for each, as shares of their sum; equal where none are typed.'),
      list('means', 'Means', 'Row by row, D numbers for each: 0, 0; 3, 1.'),
      list('covariances', 'Covariances', 'Row by row, D × D numbers for each, or once for all: 1, 0.5; 0.5, 1.'),
    ],
  },
  {
    type: 'smiley',
    label: 'Smiley',
    summary: 'Two eyes and a mouth on a ring of radius 2.',
    formula: String.raw`\tfrac12\left(\tfrac{\lVert\mathbf{x}\rVert-2}{2s}\right)^2 + \tfrac12\left(\tfrac{|x_2+0.8|-1.2}{2s}\right)^2`,
    citation: normflows,
    dims: plane,
    settings: [width(0.15)],
  },
  {
    type: 'ripples',
    label: 'Uneven ring',
    summary: 'A ring of radius √2 whose height goes up and down with x₁.',
    formula: String.raw`2\left(x_1^2+x_2^2-2\right)^2 - \sin \pi x_1`,
    citation: {
      authors: 'F. Rozet et al.',
      year: 2022,
      title: 'Zuko: Normalizing flows in PyTorch',
      source: 'doi:10.5281/zenodo.7625672',
    },
    dims: plane,
    settings: [],
  },
  {
    type: 'custom',
    label: 'Your own energy',
    summary: 'An energy that you type, on a box with soft walls.',
    formula: String.raw`U_\text{typed}(\mathbf{x}') + \tfrac12\left(\tfrac{\lVert\mathbf{x}-\mathbf{x}'\rVert}{0.05\,r}\right)^2,\quad \mathbf{x}' = \mathrm{clip}(\mathbf{x}, -r, r)`,
    citation: null,
    dims: { from: 1, usual: 2, to: 8 },
    settings: [
      {
        kind: 'text',
        key: 'expression',
        label: 'Energy',
        help: 'U = −ln p̃ of the coordinates x, y, z (or x1, x2 …, beyond three only these), in nats, with + − * / ^, functions such as exp, log, sin, abs, min, max, and conditions: x < 0 ? a : b.',
        default: '(x^2 + y^2 - 4)^2 / 4 + x / 2',
        constraint: 'energy',
      },
      measure('reach', 'Box', 'The box reaches from −r to r along each coordinate.', {
        default: 5,
        min: 0.5,
        max: 50,
        step: 0.5,
      }),
    ],
  },
]

/** Undefined for a type that there is none of. */
export const targetEntry = (type: string): TargetEntry | undefined => targetEntries.find((entry) => entry.type === type)
