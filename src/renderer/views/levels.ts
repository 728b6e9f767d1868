/** Highest-density regions: for each mass m, the log density above which the region holds m of the probability. */
export interface Levels {
  /** ∫p over the grid, by the rectangle rule. */
  readonly mass: number
  /** One per asked mass; null where the grid does not hold that much. */
  readonly logDensity: readonly (number | null)[]
}

/** Bins over the 30 nats below the maximum: 0.015 nats each, and what lies lower weighs nothing. */
const BINS = 2048
const DEPTH = 30
const histogram = new Float64Array(BINS)

/**
 * The levels of the regions that hold `masses` (ascending) of the probability, in one pass over the grid and one over
 * a histogram. When the grid holds all but 3 % of the mass, what is missing is taken for discretisation error.
 */
export function densityLevels(logDensity: Float32Array, area: number, masses: readonly number[]): Levels {
  let highest = -Infinity
  for (const value of logDensity) if (value > highest && value < Infinity) highest = value
  if (highest === -Infinity) return { mass: 0, logDensity: masses.map(() => null) }
  histogram.fill(0)
  let total = 0
  for (const value of logDensity) {
    const depth = highest - value
    if (!(depth >= 0 && depth < DEPTH)) continue
    const weight = Math.exp(-depth)
    total += weight
    histogram[Math.floor((depth / DEPTH) * BINS)] += weight
  }
  const mass = total * area * Math.exp(highest)
  const whole = mass > 0.97 ? total : total / mass
  return { mass, logDensity: walkDown(masses, whole, highest) }
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
