import { curvePoints } from '../entropy/curve'
import { boxKernel, gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixtureMoments } from '../entropy/moments'
import { mixture } from '../entropy/plane'
import { componentLabels } from './labels'
import { fillRows, noiseSetting, type ToySet, type ToySettings } from './toy'

const SCALE = 1 / 3
const END = 3 * Math.PI
/** Width of the uniform noise, after scaling. */
const WIDTH = 0.5 * SCALE

const spiral = (t: number) => [-SCALE * t * Math.cos(t), SCALE * t * Math.sin(t)] as const
const opposite = (t: number) => spiral(t).map((x) => -x)

function arms({ noise }: ToySettings): readonly Component[] {
  const arm = { from: 0, to: END, density: (t: number) => t / (END * END), speed: SCALE * Math.hypot(1, END) }
  return [
    { ...curvePoints({ ...arm, at: spiral }, noise), kernel: boxKernel(0, WIDTH, noise) },
    { ...curvePoints({ ...arm, at: opposite }, noise), kernel: boxKernel(-WIDTH, 0, noise) },
  ]
}

/** Two arms ±(γ(t) + U(0, ½)²)/3 with γ(t) = (−t cos t, t sin t) and t = 3π√u, plus N(0, noise² I). */
export const twoSpirals: ToySet = {
  name: 'two-spirals',
  label: 'Two spirals',
  dims: 2,
  summary: 'Two arms wound round each other: the classic hard case for shallow flows.',
  source: 'FFJORD toy data (Grathwohl et al., 2018)',
  settings: [noiseSetting(0.1, 0.02, 0.5)],

  labels: componentLabels(['first', 'second'], arms),

  generate: (count, { noise }, random, labels) =>
    fillRows(
      count,
      2,
      (rows, at) => {
        const label = random.integer(2)
        const sign = label === 0 ? 1 : -1
        const [x, y] = spiral(END * Math.sqrt(random.uniform()))
        rows[at] = sign * (x + WIDTH * random.uniform()) + noise * random.normal()
        rows[at + 1] = sign * (y + WIDTH * random.uniform()) + noise * random.normal()
        return label
      },
      labels,
    ),

  moments: (settings) => mixtureMoments(arms(settings), 2),
  density: (settings) => mixture(arms(settings)),
  entropy: memoise((settings) => gridEntropy(arms(settings), 2, settings.noise / 2)),
}
