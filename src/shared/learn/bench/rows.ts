import type { FlowDocument } from '../../document/schema'
import { Random } from '../../math/random'
import { encodeFloat32 } from '../data'

type Source = FlowDocument['data']['source']

const ROWS = 20_000
const LARGER_ROWS = 8192

/** Rows to train on: two moons for D = 2, else a bent Gaussian, x_1 = z_1 and x_i = z_i/2 + z_{i−1}²/2. */
export const rowsOf = (dims: number): Source =>
  dims === 2
    ? { kind: 'toy', name: 'two-moons', samples: ROWS, seed: 1, settings: {}, fresh: false }
    : {
        kind: 'table',
        name: 'bent Gaussian',
        columns: Array.from({ length: dims }, (_, d) => `x${d + 1}`),
        classes: new Array<null>(dims).fill(null),
        rows: encodeFloat32(bentGaussian(LARGER_ROWS, dims, new Random(1))),
      }

/** Row-major [count, dims]. */
function bentGaussian(count: number, dims: number, random: Random): Float64Array {
  const z = Float64Array.from({ length: count * dims }, () => random.normal())
  return z.map((value, i) => (i % dims === 0 ? value : value / 2 + z[i - 1] ** 2 / 2))
}
