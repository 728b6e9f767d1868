import type { Random } from '../../math/random'

/** ln p̃ [n] of rows x [n, D]. */
type LogDensity = (rows: Float64Array) => ArrayLike<number>

/** Walkers of each half; the halves move by each other's places. */
export const WALKERS = 2048
/** Share of walkers that stay effective when β rises: with half, wells are out of balance by a tenth. */
const KEPT = 0.85
/** Moves of every walker at each temperature, and from one set of draws to the next. */
const MOVES = 8
/** Share of moves that go all the way from one walker to another, and so from mode to mode. */
const JUMPS = 0.1

/**
 * n draws [n, D] of ln p̃ on a box, for targets without a sampler of their own and too many coordinates for a grid: sequential
 * Monte Carlo (Del Moral et al. 2006, J. R. Statist. Soc. B 68) from even draws of the box to p̃ by p̃^β, β as far on at a time
 * as most walkers stay effective. Walkers are moved by Metropolis steps along the difference of two others (differential
 * evolution, ter Braak 2006, Statistics and Computing 16) in all coordinates or some, which takes its scale and direction
 * from the walkers themselves. Draws are as good as the walkers found the modes. `logDensity` gets WALKERS rows at a time.
 */
export function temperedDraws(
  logDensity: LogDensity,
  box: readonly (readonly [number, number])[],
  n: number,
  random: Random,
): Float64Array {
  const dims = box.length
  const halves: [Walkers, Walkers] = [evenWalkers(logDensity, box, random), evenWalkers(logDensity, box, random)]
  const move = (beta: number) => {
    for (let i = 0; i < MOVES; i++) {
      moveWalkers(halves[0], halves[1], beta, dims, logDensity, random)
      moveWalkers(halves[1], halves[0], beta, dims, logDensity, random)
    }
  }
  for (let beta = 0; beta < 1;) {
    const next = nextBeta(halves, beta)
    for (const half of halves) resample(half, next - beta, dims, random)
    beta = next
    move(beta)
  }
  const draws = new Float64Array(n * dims)
  for (let filled = 0; filled < draws.length;) {
    move(1)
    for (const { x } of halves) {
      const taken = x.subarray(0, Math.min(x.length, draws.length - filled))
      draws.set(taken, filled)
      filled += taken.length
    }
  }
  return shuffled(draws, dims, random)
}

interface Walkers {
  /** [WALKERS, D]. */
  x: Float64Array
  /** ln p̃ [WALKERS]. */
  logs: Float64Array
}

function evenWalkers(logDensity: LogDensity, box: readonly (readonly [number, number])[], random: Random): Walkers {
  const x = Float64Array.from({ length: WALKERS * box.length }, (_, i) => {
    const [from, to] = box[i % box.length]
    return from + (to - from) * random.uniform()
  })
  return { x, logs: Float64Array.from(logDensity(x)) }
}

/** Each walker of a half along the difference of two of the other half, accepted by p̃^β. */
function moveWalkers(
  own: Walkers,
  other: Walkers,
  beta: number,
  dims: number,
  logDensity: LogDensity,
  random: Random,
): void {
  const proposed = Float64Array.from(own.x)
  for (let w = 0; w < WALKERS; w++) {
    const [a, c] = [random.integer(WALKERS), random.integer(WALKERS)]
    const moved = 1 + random.integer(dims) // as many coordinates, in the mean
    // the usual length, or shorter, where walkers of different modes say little of one
    const length = random.uniform() < JUMPS ? 1 : (2.38 / Math.sqrt(2 * moved)) * Math.exp(-3 * random.uniform())
    for (let d = 0; d < dims; d++)
      if (random.uniform() * dims < moved)
        proposed[w * dims + d] +=
          length * (other.x[a * dims + d] - other.x[c * dims + d]) * (1 + 1e-3 * random.normal())
  }
  const logs = logDensity(proposed)
  for (let w = 0; w < WALKERS; w++) {
    if (!(Math.log(1 - random.uniform()) < beta * (logs[w] - own.logs[w]))) continue
    own.logs[w] = logs[w]
    own.x.set(proposed.subarray(w * dims, (w + 1) * dims), w * dims)
  }
}

/** The next β: 1, or where so many walkers stay effective. */
function nextBeta(halves: readonly Walkers[], beta: number): number {
  const logs = halves.flatMap((half) => [...half.logs])
  const top = logs.reduce((most, value) => Math.max(most, value))
  const effective = (rise: number) => {
    let [sum, squares] = [0, 0]
    for (const value of logs) {
      const weight = Math.exp(rise * (value - top))
      sum += weight
      squares += weight * weight
    }
    return (sum * sum) / squares / logs.length
  }
  let [low, high] = [0, 1 - beta]
  if (effective(high) >= KEPT) return 1
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (effective(middle) < KEPT) high = middle
    else low = middle
  }
  return beta + high
}

/** Walkers drawn again by weight e^(rise · ln p̃), evenly spaced through the sum of weights. */
function resample(walkers: Walkers, rise: number, dims: number, random: Random): void {
  const top = walkers.logs.reduce((most, value) => Math.max(most, value))
  const weights = walkers.logs.map((value) => Math.exp(rise * (value - top)))
  const step = weights.reduce((sum, value) => sum + value, 0) / WALKERS
  const [x, logs] = [new Float64Array(WALKERS * dims), new Float64Array(WALKERS)]
  let [level, from, sum] = [step * random.uniform(), 0, weights[0]]
  for (let w = 0; w < WALKERS; w++, level += step) {
    while (sum < level && from < WALKERS - 1) sum += weights[++from]
    x.set(walkers.x.subarray(from * dims, (from + 1) * dims), w * dims)
    logs[w] = walkers.logs[from]
  }
  walkers.x = x
  walkers.logs = logs
}

/** Rows in random order: the first of a set are its training rows. */
function shuffled(rows: Float64Array, dims: number, random: Random): Float64Array {
  const result = new Float64Array(rows.length)
  random.permutation(rows.length / dims).forEach((from, to) => {
    result.set(rows.subarray(from * dims, (from + 1) * dims), to * dims)
  })
  return result
}
