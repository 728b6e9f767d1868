import type { Random } from '../../math/random'
import { StepSize } from './stepSize'
import { Spread } from './spread'

/** A chain asks for the density at one point at a time, and is told; whoever runs it may ask for many chains at once. */
export interface Told {
  readonly logDensity: number
  /** [D]. */
  readonly slope: Float64Array
}

export interface ChainOptions {
  /** Transitions that set step size and metric and are not kept. */
  readonly warmup: number
  /** Transitions that are kept. */
  readonly draws: number
  /** A tree has at most 2 to this power leapfrog steps. */
  readonly mostDoublings?: number
  readonly wantedAcceptance?: number
}

export interface ChainResult {
  /** [draws, D]. */
  readonly draws: Float64Array
  /** Transitions after the warm-up on which the energy was lost, which says that the step is too long somewhere. */
  readonly divergences: number
  readonly stepSize: number
}

export type Chain = Generator<Float64Array, ChainResult, Told>

/** A point with momentum p. */
interface Phase extends Told {
  readonly x: Float64Array
  readonly p: Float64Array
}

/** Points reached from one on, of which `chosen` is drawn by weight e^(−H). */
interface Tree {
  readonly left: Phase
  readonly right: Phase
  readonly chosen: Phase
  /** ln of the sum of weights. */
  readonly logWeight: number
  /** Σ p. */
  readonly momentum: Float64Array
  /** Whether its ends come nearer again, or the energy was lost. */
  readonly ended: boolean
  readonly diverged: boolean
  /** Σ of how likely each point were to be accepted by itself, and how many there are. */
  readonly acceptance: number
  readonly count: number
}

/** An energy so far off is lost. */
const LOST = 1000

/**
 * A chain of the No-U-Turn sampler (Hoffman & Gelman 2014, arXiv:1111.4246) from `start` [D]: trajectories of Hamilton's
 * equations are doubled, forward or backward in time, until their ends come nearer again; points on them are drawn by their
 * weights and across doublings with a bias for the newer half (Betancourt 2017, arXiv:1701.02434, appendix A). The warm-up
 * finds the step size and, in windows that double, the spread of each coordinate, which sets the momenta's.
 */
export function* nutsChain(start: Float64Array, options: ChainOptions, random: Random): Chain {
  const { warmup, draws, mostDoublings = 10, wantedAcceptance = 0.8 } = options
  const dims = start.length
  const walker = new Walker(random, new Float64Array(dims).fill(1))
  const kept = new Float64Array(draws * dims)
  let here = phase(start, yield start)
  let step = new StepSize(yield* walker.reasonable(here), wantedAcceptance)
  let [spread, divergences, windowEnd] = [new Spread(dims), 0, firstWindow(warmup)]

  for (let t = 0; t < warmup + draws; t++) {
    const settled = t >= warmup
    const tree = yield* walker.transition(here, settled ? step.settled : step.now, mostDoublings)
    here = tree.chosen
    if (settled) {
      kept.set(here.x, (t - warmup) * dims)
      if (tree.diverged) divergences++
      continue
    }
    step.learn(tree.acceptance / tree.count)
    if (t >= firstWindow(warmup) / 2 && t < lastWindow(warmup)) spread.add(here.x)
    if (t + 1 === windowEnd && t + 1 <= lastWindow(warmup)) {
      walker.variance = spread.variance
      spread = new Spread(dims)
      const next = Math.min(2 * windowEnd, lastWindow(warmup))
      windowEnd = 2 * next > lastWindow(warmup) ? lastWindow(warmup) : next // no short window at the end
      step = new StepSize(yield* walker.reasonable(here), wantedAcceptance)
    }
  }
  return { draws: kept, divergences, stepSize: step.settled }
}

/** Where the first window that sets the metric ends, and the last. */
const firstWindow = (warmup: number): number => Math.max(1, Math.floor(warmup / 10))
const lastWindow = (warmup: number): number => Math.floor(0.9 * warmup)

const phase = (x: Float64Array, told: Told, p = new Float64Array(x.length)): Phase => ({ x, p, ...told })

type Walk<T> = Generator<Float64Array, T, Told>

class Walker {
  constructor(
    private readonly random: Random,
    /** [D], the inverse of the momenta's variance. */
    public variance: Float64Array,
  ) {}

  /** A whole trajectory from here on, with the point drawn from it. */
  *transition(here: Phase, step: number, mostDoublings: number): Walk<Tree> {
    const start = this.#kicked(here)
    const energy = this.#energy(start)
    let tree: Tree = {
      left: start,
      right: start,
      chosen: start,
      logWeight: 0,
      momentum: start.p,
      ended: false,
      diverged: false,
      acceptance: 0,
      count: 0,
    }
    for (let depth = 0; depth < mostDoublings && !tree.ended; depth++) {
      const forward = this.random.uniform() < 0.5
      const grown = yield* this.#grow(forward ? tree.right : tree.left, forward ? step : -step, depth, energy)
      const [acceptance, count] = [tree.acceptance + grown.acceptance, tree.count + grown.count]
      if (grown.ended) return { ...tree, ended: true, diverged: grown.diverged, acceptance, count }
      const newer = this.random.uniform() < Math.exp(grown.logWeight - tree.logWeight)
      tree = { ...this.#join(tree, grown, forward), chosen: newer ? grown.chosen : tree.chosen }
    }
    return tree
  }

  /** 2^depth steps from one end. */
  *#grow(from: Phase, step: number, depth: number, energy: number): Walk<Tree> {
    if (depth === 0) {
      const to = yield* this.leap(from, step)
      const gain = energy - this.#energy(to)
      const diverged = !(gain > -LOST)
      return {
        left: to,
        right: to,
        chosen: to,
        logWeight: diverged ? -Infinity : gain,
        momentum: to.p,
        ended: diverged,
        diverged,
        acceptance: diverged ? 0 : Math.min(1, Math.exp(gain)),
        count: 1,
      }
    }
    const forward = step > 0
    const first = yield* this.#grow(from, step, depth - 1, energy)
    if (first.ended) return first
    const second = yield* this.#grow(forward ? first.right : first.left, step, depth - 1, energy)
    const whole = this.#join(first, second, forward)
    if (second.ended) return { ...whole, ended: true }
    const taken = this.random.uniform() < Math.exp(second.logWeight - whole.logWeight)
    return { ...whole, chosen: taken ? second.chosen : first.chosen }
  }

  /** Two neighbours in time; which of their points is chosen is left to the caller. */
  #join(first: Tree, second: Tree, forward: boolean): Tree {
    const [left, right] = forward ? [first.left, second.right] : [second.left, first.right]
    const momentum = first.momentum.map((p, d) => p + second.momentum[d])
    return {
      left,
      right,
      chosen: first.chosen,
      logWeight: logSum(first.logWeight, second.logWeight),
      momentum,
      ended: second.ended || this.#along(left.p, momentum) <= 0 || this.#along(right.p, momentum) <= 0,
      diverged: second.diverged,
      acceptance: first.acceptance + second.acceptance,
      count: first.count + second.count,
    }
  }

  /** One step of the leapfrog rule. */
  *leap(from: Phase, step: number): Walk<Phase> {
    const half = from.p.map((p, d) => p + (step / 2) * from.slope[d])
    const x = from.x.map((value, d) => value + step * this.variance[d] * half[d])
    const told = yield x
    return phase(x, told, half.map((p, d) => p + (step / 2) * told.slope[d])) // prettier-ignore
  }

  /** A step size at which one step is accepted with odds of about a half, to begin with. */
  *reasonable(here: Phase): Walk<number> {
    const start = this.#kicked(here)
    const energy = this.#energy(start)
    let step = 1
    let direction = 0
    for (let tries = 0; tries < 40; tries++) {
      const gain = energy - this.#energy(yield* this.leap(start, step))
      const wanted = gain > Math.log(0.5) ? 1 : -1
      if (direction !== 0 && wanted !== direction) break
      direction = wanted
      step *= 2 ** direction
    }
    return step
  }

  #kicked(here: Phase): Phase {
    return { ...here, p: this.variance.map((variance) => this.random.normal() / Math.sqrt(variance)) }
  }

  /** H = −log density + ½ pᵀ M⁻¹ p. */
  #energy({ logDensity, p }: Phase): number {
    return this.#along(p, p) / 2 - logDensity
  }

  #along(p: Float64Array, q: Float64Array): number {
    return p.reduce((sum, value, d) => sum + value * this.variance[d] * q[d], 0)
  }
}

function logSum(a: number, b: number): number {
  const top = Math.max(a, b)
  return top === -Infinity ? top : top + Math.log1p(Math.exp(Math.min(a, b) - top))
}
