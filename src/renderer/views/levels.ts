import { shareOf } from './grid'

/** Highest-density regions: for each mass m, the log density above which the region holds m of the probability. */
export interface Levels {
  /** ∫p over the grid, by the trapezoidal rule. */
  readonly mass: number
  /**
   * How much more every third node along a diagonal says of ∫p than its neighbours, |Σ p ω^(i + j + …)| with ω³ = 1: more
   * than the grid's own steps are to blame for, and nearly nothing where they are fine enough.
   */
  readonly doubt: number
  /** One per asked mass; null where the grid does not hold that much. */
  readonly logDensity: readonly (number | null)[]
}

/** Bins over the 30 nats below the maximum: 0.015 nats each, and what lies lower weighs nothing. */
const BINS = 2048
const DEPTH = 30
const histogram = new Float64Array(BINS)

/**
 * The levels of the regions that hold `masses` (ascending) of the probability, in one pass over the grid and one over
 * a histogram. What is missing of the mass within the grid's own doubt, or a few per cent of it, is taken for
 * discretisation error, and else to lie beyond the grid. The values are at `resolution` nodes along each axis, ends included, or in cells where there is none.
 */
export function densityLevels(
  logDensity: Float32Array,
  area: number,
  masses: readonly number[],
  resolution: number | null = null,
): Levels {
  let highest = -Infinity
  for (const value of logDensity) if (value > highest && value < Infinity) highest = value
  if (highest === -Infinity) return { mass: 0, doubt: 0, logDensity: masses.map(() => null) }
  histogram.fill(0)
  const n = resolution ?? logDensity.length
  const thirds: [number, number, number] = [0, 0, 0]
  for (let start = 0; start < logDensity.length; start += n) {
    const { share, place } = resolution === null ? ofCells : rowOf(start / n, logDensity.length / n, n)
    for (let i = 0; i < n; i++) {
      const depth = highest - logDensity[start + i]
      if (!(depth >= 0 && depth < DEPTH)) continue
      const weight = Math.exp(-depth) * (resolution === null ? share : share * shareOf(i, n))
      thirds[(i + place) % 3] += weight
      histogram[Math.floor((depth / DEPTH) * BINS)] += weight
    }
  }
  const [a, b, c] = thirds
  const total = a + b + c
  const unit = area * Math.exp(highest)
  const mass = total * unit
  const doubt = Math.hypot(a - (b + c) / 2, (Math.sqrt(3) / 2) * (b - c)) * unit
  const all = mass > 0.97 && mass + doubt >= 1 ? total : total / mass
  return {
    mass,
    doubt,
    logDensity: walkDown(masses, all, highest),
  }
}

/** Of a row of cells. */
const ofCells = { share: 1, place: 0 }

/** Of a row that is one of `rows` along the other axes: what its nodes stand for of their cells, and the sum of its places. */
function rowOf(row: number, rows: number, n: number): { readonly share: number; readonly place: number } {
  let { share, place } = ofCells
  // its number, written in base n, has the places along the other axes for digits
  for (let [rest, left] = [row, rows]; left > 1; rest = Math.floor(rest / n), left /= n) {
    share *= shareOf(rest % n, n)
    place += rest % n
  }
  return { share, place }
}

/** Sums the histogram from the top and notes where each mass is reached, linearly within a bin. */
function walkDown(masses: readonly number[], whole: number, highest: number): (number | null)[] {
  const found: (number | null)[] = masses.map(() => null)
  let sum = 0
  let next = 0
  for (let bin = 0; bin < BINS && next < masses.length; bin++) {
    const before = sum
    sum += histogram[bin]
    while (next < masses.length && sum >= masses[next] * whole) {
      const within = (masses[next] * whole - before) / histogram[bin]
      found[next++] = highest - ((bin + within) / BINS) * DEPTH
    }
  }
  return found
}
