import { curvePoints } from '../entropy/curve'
import { gaussianKernel, gridEntropy, type Component } from '../entropy/grid'
import { memoise } from '../entropy/memo'
import { mixtureMoments } from '../entropy/moments'
import { mixture } from '../entropy/plane'
import { fillRows, noiseSetting, type ToySet, type ToySettings } from './toy'

const FROM = 1.5 * Math.PI
const TO = 4.5 * Math.PI
const SCALE = 1 / 5

const spiral = (t: number) => [SCALE * t * Math.cos(t), SCALE * t * Math.sin(t)] as const

function roll({ noise }: ToySettings): readonly Component[] {
  const curve = { from: FROM, to: TO, at: spiral, density: () => 1 / (TO - FROM), speed: SCALE * Math.hypot(1, TO) }
  return [{ ...curvePoints(curve, noise), kernel: gaussianKernel(noise) }]
}

/** An Archimedean spiral, t uniform on [3π/2, 9π/2], plus N(0, noise² I). */
export const swissRoll: ToySet = {
  name: 'swiss-roll',
  label: 'Swiss roll',
  dims: 2,
  summary: 'One long spiral, denser at its centre.',
  source: 'scikit-learn make_swiss_roll, columns 0 and 2 divided by 5, as in FFJORD (Grathwohl et al., 2018)',
  settings: [noiseSetting(0.2, 0.02, 1)],

  generate: (count, { noise }, random) =>
    fillRows(count, 2, (rows, at) => {
      const [x, y] = spiral(FROM + (TO - FROM) * random.uniform())
      rows[at] = x + noise * random.normal()
      rows[at + 1] = y + noise * random.normal()
    }),

  moments: (settings) => mixtureMoments(roll(settings), 2),
  density: (settings) => mixture(roll(settings)),
  entropy: memoise((settings) => gridEntropy(roll(settings), 2, settings.noise / 2)),
}
