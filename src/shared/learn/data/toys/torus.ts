import type { Random } from '../../../math/random'
import { memoise } from '../entropy/memo'
import { torusEntropy } from '../entropy/radial'
import { fillRows, noiseSetting, type ToySet } from './toy'

const MAJOR = 1
const MINOR = 0.4

/** Density of the tube's angle for points uniform on the surface: area grows with the distance from the axis. */
const tubeDensity = (v: number) => (1 + (MINOR / MAJOR) * Math.cos(v)) / (2 * Math.PI)

/** Rejection from the uniform angle. */
function drawTubeAngle(random: Random): number {
  for (;;) {
    const v = 2 * Math.PI * random.uniform()
    if (random.uniform() * (MAJOR + MINOR) <= MAJOR + MINOR * Math.cos(v)) return v
  }
}

/** A surface: uniform on a torus of radii 1 and 0.4, plus N(0, noise² I). */
export const torus: ToySet = {
  name: 'torus',
  label: 'Torus (3D)',
  dims: 3,
  summary: 'A blurred surface with a hole through it and a hollow inside.',
  source: 'Diffeo: uniform on the torus of radii 1 and 0.4',
  settings: [noiseSetting(0.05, 0.01, 0.5)],

  generate: (count, { noise }, random) =>
    fillRows(count, 3, (rows, at) => {
      const u = 2 * Math.PI * random.uniform()
      const v = drawTubeAngle(random)
      const rho = MAJOR + MINOR * Math.cos(v)
      rows[at] = rho * Math.cos(u) + noise * random.normal()
      rows[at + 1] = rho * Math.sin(u) + noise * random.normal()
      rows[at + 2] = MINOR * Math.sin(v) + noise * random.normal()
    }),

  /** With v's density, E(R + r cos v)² = R² + 3r²/2, shared by x and y, and E(r sin v)² = r²/2. */
  moments: ({ noise }) => {
    const across = Math.sqrt((MAJOR ** 2 + 1.5 * MINOR ** 2) / 2 + noise ** 2)
    const along = Math.sqrt(MINOR ** 2 / 2 + noise ** 2)
    return [
      { mean: 0, sd: across },
      { mean: 0, sd: across },
      { mean: 0, sd: along },
    ]
  },

  entropy: memoise(({ noise }) => torusEntropy(MAJOR, MINOR, tubeDensity, noise)),
}
