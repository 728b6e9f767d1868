import { curvePoints } from '../entropy/curve'
import { gaussianKernel, gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixtureMoments } from '../entropy/moments'
import { mixture } from '../entropy/plane'
import { componentLabels } from './labels'
import { fillRows, noiseSetting, type ToySet, type ToySettings } from './toy'

const upper = (t: number) => [Math.cos(t), Math.sin(t)] as const
const lower = (t: number) => [1 - Math.cos(t), 0.5 - Math.sin(t)] as const

const arcs = ({ noise }: ToySettings): readonly Component[] =>
  [upper, lower].map((at) => ({
    ...curvePoints({ from: 0, to: Math.PI, at, density: () => 0.5 / Math.PI, speed: 1 }, noise),
    kernel: gaussianKernel(noise),
  }))

/** Two interleaved half circles of radius 1, the angle uniform on [0, π], plus N(0, noise² I). */
export const twoMoons: ToySet = {
  name: 'two-moons',
  label: 'Two moons',
  dims: 2,
  summary: 'Two interleaved half circles: two modes, curved, with thin ends.',
  source: 'scikit-learn make_moons, with a uniform random angle',
  settings: [noiseSetting(0.06, 0.01, 0.5)],

  labels: componentLabels(['upper', 'lower'], arcs),

  generate: (count, { noise }, random, labels) =>
    fillRows(
      count,
      2,
      (rows, at) => {
        const label = random.integer(2)
        const [x, y] = (label === 0 ? upper : lower)(Math.PI * random.uniform())
        rows[at] = x + noise * random.normal()
        rows[at + 1] = y + noise * random.normal()
        return label
      },
      labels,
    ),

  moments: (settings) => mixtureMoments(arcs(settings), 2),
  density: (settings) => mixture(arcs(settings)),
  entropy: memoise((settings) => gridEntropy(arcs(settings), 2, settings.noise / 2)),
}
