import { memoise } from '../entropy/memo'
import { pinwheelDensity, pinwheelEntropy } from '../entropy/pinwheel'
import { pointwise } from '../entropy/plane'
import { fillRows, type ToySet } from './toy'

const ARMS = 5
const RATE = 0.25
const SCALE = 2
const oneArm = { arms: 1, rate: RATE }

/** f = (1 + N(0, radial²), N(0, tangential²)) turned by −(2πk/5 + ¼ e^{f₁}) for a random arm k, times 2. */
export const pinwheel: ToySet = {
  name: 'pinwheel',
  label: 'Pinwheel',
  dims: 2,
  summary: 'Five bent arms that thin out towards their tips.',
  source: 'FFJORD toy data (Grathwohl et al., 2018), after Johnson et al., 2016',
  settings: [
    { key: 'radial', label: 'Noise along an arm', default: 0.3, min: 0.05, max: 0.4 },
    { key: 'tangential', label: 'Noise across an arm', default: 0.1, min: 0.02, max: 0.3 },
  ],

  labels: {
    names: Array.from({ length: ARMS }, (_, arm) => `arm ${arm + 1}`),
    // every arm is the first one turned, and turning keeps the entropy
    entropy: memoise(
      ({ radial, tangential }) => pinwheelEntropy({ ...oneArm, radial, tangential }) + 2 * Math.log(SCALE),
    ),
    density: ({ radial, tangential }, arm) => {
      const turn = (2 * Math.PI * arm) / ARMS
      const [cos, sin] = [Math.cos(turn) / SCALE, Math.sin(turn) / SCALE]
      return pointwise(
        (x, y) => pinwheelDensity({ ...oneArm, radial, tangential }, cos * x - sin * y, sin * x + cos * y) / SCALE ** 2,
      )
    },
  },

  generate: (count, { radial, tangential }, random, labels) =>
    fillRows(
      count,
      2,
      (rows, at) => {
        const arm = random.integer(ARMS)
        const along = 1 + radial * random.normal()
        const across = tangential * random.normal()
        const angle = (2 * Math.PI * arm) / ARMS + RATE * Math.exp(along)
        rows[at] = SCALE * (along * Math.cos(angle) + across * Math.sin(angle))
        rows[at + 1] = SCALE * (across * Math.cos(angle) - along * Math.sin(angle))
        return arm
      },
      labels,
    ),

  /** Five arms make it isotropic about 0, so each coordinate has half of E|f|² = 1 + radial² + tangential². */
  moments: ({ radial, tangential }) => {
    const sd = SCALE * Math.sqrt((1 + radial ** 2 + tangential ** 2) / 2)
    return [
      { mean: 0, sd },
      { mean: 0, sd },
    ]
  },

  density: ({ radial, tangential }) =>
    pointwise(
      (x, y) => pinwheelDensity({ arms: ARMS, radial, tangential, rate: RATE }, x / SCALE, y / SCALE) / SCALE ** 2,
    ),

  entropy: memoise(
    ({ radial, tangential }) => pinwheelEntropy({ arms: ARMS, radial, tangential, rate: RATE }) + 2 * Math.log(SCALE),
  ),
}
