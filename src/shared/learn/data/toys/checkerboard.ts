import { pointwise } from '../entropy/plane'
import { fillRows, type ToySet } from './toy'

/** Whether a place is on a black square of side 1 of the board on [−2, 2)². */
const isBlack = (x: number, y: number): boolean =>
  Math.min(x, y) >= -2 && Math.max(x, y) < 2 && (Math.abs(Math.floor(x)) + Math.abs(Math.floor(y))) % 2 === 0

/** The black squares of a 4 × 4 board on [−4, 4]², uniform: eight squares of side 2. */
export const checkerboard: ToySet = {
  name: 'checkerboard',
  label: 'Checkerboard',
  dims: 2,
  summary: 'Uniform on the black squares of a 4 × 4 board: sharp edges and touching corners.',
  source: 'FFJORD toy data (Grathwohl et al., 2018)',
  settings: [],

  generate: (count, _settings, random) =>
    fillRows(count, 2, (rows, at) => {
      const x = 4 * random.uniform() - 2
      const y = random.uniform() - 2 * random.integer(2) + (Math.abs(Math.floor(x)) % 2)
      rows[at] = 2 * x
      rows[at + 1] = 2 * y
    }),

  /** Each coordinate by itself is uniform on [−4, 4]. */
  moments: () => [
    { mean: 0, sd: 8 / Math.sqrt(12) },
    { mean: 0, sd: 8 / Math.sqrt(12) },
  ],

  density: () => pointwise((x, y) => (isBlack(x / 2, y / 2) ? 1 / 32 : 0)),

  /** Uniform on an area of 8 · 2². */
  entropy: () => Math.log(32),
}
