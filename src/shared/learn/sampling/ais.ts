import type { Random } from '../../math/random'
import { reportWeights, type Estimate } from '../evaluation/importance'
import type { Bridge, BridgeSlopes } from './density'

export interface AnnealingOptions {
  /** Draws of the model that walk to the target. */
  readonly walkers: number
  /** Densities from the model's, left out, to the target's. */
  readonly rungs: number
  /** Leapfrog steps of a transition. */
  readonly leaps: number
}

export interface Annealed {
  /** An estimate of ln Z, nats. */
  readonly logZ: Estimate
  readonly effectiveShare: number
  /** ln w of each walker. */
  readonly logWeights: Float64Array
  /** Where the walkers end, [walkers, D]: draws of the target when weighed. */
  readonly x: Float64Array
  /** Share of proposals accepted, over all rungs. */
  readonly acceptance: number
}

/** Walkers that find the step size of each rung beforehand; the others are not adapted, so that their weights are right. */
const PILOTS = 128
/** Acceptance that the pilots steer for, and how hard. */
const [WANTED, STEERING] = [0.8, 1.5]

/**
 * Annealed importance sampling (Neal 2001, Statistics and Computing 11): draws x₀ of the model q walk by Hamiltonian
 * transitions over ln f_k = (1 − β_k) ln q + β_k ln p̃ and gather
 *
 *     ln w = Σ_k (β_{k+1} − β_k) (ln p̃ − ln q)(x_k),    E w = Z,
 *
 * whatever the transitions, as long as each leaves its f_k as it is; the better they mix, the less w varies. `start` gives so
 * many draws of the model [n, D].
 */
export async function annealedImportance(
  bridge: Bridge,
  start: (count: number) => Promise<Float64Array>,
  { walkers, rungs, leaps }: AnnealingOptions,
  random: Random,
): Promise<Annealed> {
  const even = Float64Array.from({ length: rungs + 1 }, (_, k) => k / rungs)
  const steps = new Float64Array(rungs).fill(0.5)
  const climber = { leaps, steps }
  const scouts = { ...climber, betas: even, random: random.fork('scouts'), steer: true }
  const { spreads } = await climb(bridge, await start(PILOTS), scouts)
  const betas = evenedOut(even, spreads)
  await climb(bridge, await start(PILOTS), { ...climber, betas, random: random.fork('pilots'), steer: true })
  const walk = { ...climber, betas, random: random.fork('walkers'), steer: false }
  const { logWeights, x, acceptance } = await climb(bridge, await start(walkers), walk)
  const { logZ, effectiveShare } = reportWeights(logWeights)
  return { logZ, effectiveShare, logWeights, x, acceptance }
}

/**
 * As many β, so placed that ln p̃ − ln q spreads as far from each to the next: Σ Δβ² var is then least, which is what the
 * weights vary by where walkers mix (Gelman & Meng 1998, Statistical Science 13). `spreads` are its deviations at `betas`.
 */
function evenedOut(betas: Float64Array, spreads: Float64Array): Float64Array {
  const rungs = spreads.length
  const far = new Float64Array(rungs + 1)
  const least = Math.max(...spreads) * 1e-3
  for (let k = 0; k < rungs; k++) far[k + 1] = far[k] + Math.max(spreads[k], least) * (betas[k + 1] - betas[k])
  if (!(far[rungs] > 0 && Number.isFinite(far[rungs]))) return betas
  return Float64Array.from({ length: rungs + 1 }, (_, i) => {
    if (i === 0 || i === rungs) return i / rungs
    const wanted = (far[rungs] * i) / rungs
    const k = far.findIndex((value) => value > wanted) - 1
    return betas[k] + ((wanted - far[k]) / (far[k + 1] - far[k])) * (betas[k + 1] - betas[k])
  })
}

interface Climb {
  readonly leaps: number
  /** [rungs + 1], from 0 to 1. */
  readonly betas: Float64Array
  /** [rungs], of the transition at each β; pilots set them. */
  readonly steps: Float64Array
  readonly random: Random
  readonly steer: boolean
}

async function climb(bridge: Bridge, x: Float64Array, { leaps, betas, steps, random, steer }: Climb) {
  const rungs = steps.length
  let here: Place = { x, ...(await bridge.at(x)) }
  const count = here.model.logDensity.length
  const logWeights = new Float64Array(count)
  const spreads = new Float64Array(rungs)
  let acceptance = 0
  for (let k = 0; k < rungs; k++) {
    const gaps = here.target.logDensity.map((value, i) => value - here.model.logDensity[i])
    gaps.forEach((gap, i) => (logWeights[i] += (betas[k + 1] - betas[k]) * gap))
    spreads[k] = deviation(gaps)
    if (k === rungs - 1) break // the target's own rung needs no transition
    if (steer && k > 0) steps[k] = steps[k - 1]
    const moved = await transition(bridge, here, { beta: betas[k + 1], step: steps[k], leaps, random })
    if (steer) steps[k] *= Math.exp(STEERING * (moved.acceptance - WANTED))
    here = moved.place
    acceptance += moved.acceptance / (rungs - 1)
  }
  return { logWeights, x: here.x, acceptance, spreads }
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

/** Where walkers are, with both densities there. */
interface Place extends BridgeSlopes {
  /** [n, D]. */
  readonly x: Float64Array
}

interface Transition {
  readonly beta: number
  readonly step: number
  readonly leaps: number
  readonly random: Random
}

/** One Hamiltonian transition of every walker that leaves f_β as it is (Duane et al. 1987; Neal 2011, arXiv:1206.1901). */
async function transition(bridge: Bridge, from: Place, { beta, step, leaps, random }: Transition) {
  const { dims } = bridge
  const count = from.x.length / dims
  const mixed = (a: Float64Array, b: Float64Array, i: number) => (1 - beta) * a[i] + beta * b[i]
  const slopeAt = ({ model, target }: Place, i: number) => mixed(model.slope, target.slope, i)
  const logDensity = ({ model, target }: Place, row: number) => mixed(model.logDensity, target.logDensity, row)
  const kinetic = (p: Float64Array, row: number) => {
    let sum = 0
    for (let d = 0; d < dims; d++) sum += p[row * dims + d] ** 2 / 2
    return sum
  }
  // each walker has a step size of its own, or all would come back to where they were after one period of the motion
  const own = Float64Array.from({ length: count }, () => step * (0.1 + 0.9 * random.uniform()))
  const p = Float64Array.from({ length: from.x.length }, () => random.normal())
  const before = Float64Array.from({ length: count }, (_, row) => kinetic(p, row) - logDensity(from, row))
  const kick = (place: Place, share: number) => {
    for (let i = 0; i < p.length; i++) p[i] += share * own[Math.floor(i / dims)] * slopeAt(place, i)
  }
  let place = from
  for (let leap = 0; leap < leaps; leap++) {
    kick(place, 0.5)
    const x = place.x.map((value, i) => value + own[Math.floor(i / dims)] * p[i])
    place = { x, ...(await bridge.at(x)) }
    kick(place, 0.5)
  }
  const next = copyOf(from)
  let acceptance = 0
  for (let row = 0; row < count; row++) {
    const gain = before[row] - (kinetic(p, row) - logDensity(place, row))
    const odds = Number.isNaN(gain) ? 0 : Math.min(1, Math.exp(gain))
    acceptance += odds / count
    if (random.uniform() < odds) takeOver(next, place, row, dims)
  }
  return { place: next, acceptance }
}

const copyOf = ({ x, model, target }: Place): Place => ({
  x: x.slice(),
  model: { logDensity: model.logDensity.slice(), slope: model.slope.slice() },
  target: { logDensity: target.logDensity.slice(), slope: target.slope.slice() },
})

/** Puts a row of another place into this one. */
function takeOver(into: Place, from: Place, row: number, dims: number): void {
  const [start, end] = [row * dims, (row + 1) * dims]
  into.x.set(from.x.subarray(start, end), start)
  for (const side of ['model', 'target'] as const) {
    into[side].logDensity[row] = from[side].logDensity[row]
    into[side].slope.set(from[side].slope.subarray(start, end), start)
  }
}
