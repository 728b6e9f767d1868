import { range } from '../../tensor/ir/range'

/** Points [n, D] with weights that sum to 1: Σ w f(point) is the mean of f under N(0, I), more or less. */
export interface Proposals {
  readonly count: number
  readonly points: Float64Array
  readonly weights: Float64Array
}

/** For one and two dimensions: the trapezoid rule between −`end` and `end`, `steps` apart on either side of 0. */
const lattices: Readonly<Record<number, { readonly end: number; readonly steps: number }>> = {
  1: { end: 8, steps: 160 },
  2: { end: 6.4, steps: 16 },
}

/** Points where a lattice would have too many. */
const sequenceLength = 1024

/**
 * The same points for every program, so that a mean is reproducible. For D ≤ 2 a lattice weighted by the normal density,
 * exact to many digits for smooth f; for more, 1024 points of Richtmyer's sequence, whose i-th has u_j = frac(i √p_j), p_j the
 * j-th prime, each pair of them made two normals by Box and Muller; the error falls a little faster than 1/√1024.
 */
export function proposals(dims: number): Proposals {
  return dims in lattices ? lattice(dims) : sequence(dims)
}

function lattice(dims: number): Proposals {
  const { end, steps } = lattices[dims]
  const axis = range(-steps, steps + 1).map((i) => (i * end) / steps)
  const rows = dims === 1 ? axis.map((x) => [x]) : axis.flatMap((x) => axis.map((y) => [x, y]))
  const raw = rows.map((row) => Math.exp(-0.5 * row.reduce((total, x) => total + x * x, 0)))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return {
    count: rows.length,
    points: Float64Array.from(rows.flat()),
    weights: Float64Array.from(raw, (weight) => weight / total),
  }
}

function sequence(dims: number): Proposals {
  const roots = primes(2 * Math.ceil(dims / 2)).map(Math.sqrt)
  const points = new Float64Array(sequenceLength * dims)
  for (let i = 0; i < sequenceLength; i++) {
    const u = roots.map((root) => ((i + 1) * root) % 1)
    for (let j = 0; j < dims; j++) {
      const first = j - (j % 2)
      const angle = 2 * Math.PI * u[first + 1]
      points[i * dims + j] = Math.sqrt(-2 * Math.log(u[first])) * (j % 2 === 0 ? Math.cos(angle) : Math.sin(angle))
    }
  }
  return { count: sequenceLength, points, weights: new Float64Array(sequenceLength).fill(1 / sequenceLength) }
}

/** The first n primes. */
function primes(n: number): number[] {
  const found: number[] = []
  for (let k = 2; found.length < n; k++) if (found.every((prime) => k % prime !== 0)) found.push(k)
  return found
}
