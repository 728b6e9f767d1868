import { gaussianKernel, gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixtureMoments } from '../entropy/moments'
import { mixture } from '../entropy/plane'
import { gaussianEntropy } from './labels'
import { fillRows, noiseSetting, type LineDensity, type ToySet, type ToySettings } from './toy'

/** FFJORD divides everything by this, not by √2. */
const SHRINK = 1.414
const centres = Array.from({ length: 8 }, (_, k) => [
  (4 / SHRINK) * Math.cos((k * Math.PI) / 4),
  (4 / SHRINK) * Math.sin((k * Math.PI) / 4),
])

const ring = ({ noise }: ToySettings): readonly Component[] => [
  {
    points: Float64Array.from(centres.flat()),
    weights: new Float64Array(8).fill(1 / 8),
    kernel: gaussianKernel(noise),
  },
]

/** Eight equal Gaussians around a circle. */
export const eightGaussians: ToySet = {
  name: 'eight-gaussians',
  label: 'Eight Gaussians',
  dims: 2,
  summary: 'Eight separate bumps around a circle: eight modes joined by nothing.',
  source: 'FFJORD toy data (Grathwohl et al., 2018)',
  settings: [noiseSetting(0.5 / SHRINK, 0.02, 1)],

  labels: {
    names: ['E', 'NE', 'N', 'NW', 'W', 'SW', 'S', 'SE'],
    entropy: ({ noise }) => gaussianEntropy(2, noise),
    density: ({ noise }, label) =>
      mixture([
        { points: Float64Array.from(centres[label]), weights: Float64Array.of(1), kernel: gaussianKernel(noise) },
      ]),
  },

  generate: (count, { noise }, random, labels) =>
    fillRows(
      count,
      2,
      (rows, at) => {
        const label = random.integer(8)
        const [x, y] = centres[label]
        rows[at] = x + noise * random.normal()
        rows[at + 1] = y + noise * random.normal()
        return label
      },
      labels,
    ),

  moments: (settings) => mixtureMoments(ring(settings), 2),
  density: (settings) => mixture(ring(settings)),
  entropy: memoise((settings) => gridEntropy(ring(settings), 2, settings.noise / 2)),
}

const bumps = [
  { weight: 0.3, mean: -2, sd: 0.5 },
  { weight: 0.45, mean: 0.5, sd: 0.25 },
  { weight: 0.25, mean: 2.5, sd: 0.75 },
] as const

const bump =
  ({ mean, sd }: { readonly mean: number; readonly sd: number }): LineDensity =>
  (x) =>
    Math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI))

const components: readonly Component[] = bumps.map(({ weight, mean, sd }) => ({
  points: Float64Array.of(mean),
  weights: Float64Array.of(weight),
  kernel: gaussianKernel(sd),
}))

/** A fixed mixture of three Gaussians of different widths on the line. */
export const mixture1d: ToySet = {
  name: 'mixture-1d',
  label: 'Three bumps (1D)',
  dims: 1,
  summary: 'Three Gaussians of different widths on a line: the simplest test of a spline.',
  source: 'Diffeo: 0.3 N(−2, 0.5²) + 0.45 N(0.5, 0.25²) + 0.25 N(2.5, 0.75²)',
  settings: [],

  labels: {
    names: ['left', 'middle', 'right'],
    entropy: () => bumps.reduce((sum, { weight, sd }) => sum + weight * gaussianEntropy(1, sd), 0),
    line: (_settings, label) => bump(bumps[label]),
  },

  generate: (count, _settings, random, labels) =>
    fillRows(
      count,
      1,
      (rows, at) => {
        const u = random.uniform()
        const label = u < bumps[0].weight ? 0 : u < bumps[0].weight + bumps[1].weight ? 1 : 2
        rows[at] = bumps[label].mean + bumps[label].sd * random.normal()
        return label
      },
      labels,
    ),

  line: () => (x) => bumps.reduce((sum, one) => sum + one.weight * bump(one)(x), 0),
  moments: () => mixtureMoments(components, 1),
  entropy: memoise(() => gridEntropy(components, 1, 0.25 / 8)),
}
