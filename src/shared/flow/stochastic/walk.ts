import type { Settings } from '../../catalogue/types'
import { gradient } from '../../tensor/autodiff/vjp'
import type { Builder } from '../../tensor/ir/builder'
import { loop } from '../../tensor/ir/loop'
import type { Node } from '../../tensor/ir/program'
import type { TraceContext } from '../bijector'
import type { NoiseKind } from '../noise'
import { choiceSetting, numberSetting } from '../settings'

/** No component of a force counts for more, so that a step from far away, where the energy is steep, stays finite. */
const MOST_FORCE = 1e3

/** Below this a density is as good as 0: differences of its logarithms stay finite. */
const LEAST_LOG = -1e30

/** What a stochastic block asks of the density π that it walks on. Rows of points are [B, D]. */
export interface Walk {
  readonly b: Builder
  /** ln π(x) but for a constant, [B, 1]. */
  logDensity(x: Node): Node
  /** ∂ln π/∂x [B, D], each component within ±1000: any field is sound for a proposal, as acceptance is by ln π itself. */
  force(x: Node): Node
  /** Numbers of chance for so many turns, `width` a row: [turns, B, width]. */
  chance(name: string, turns: number, width: number, kind: NoiseKind): Node
}

/** The walk of a block at its place between base and target, or where its settings put it. */
export function walkOf({ b, noise, intermediate }: TraceContext, settings: Settings): Walk {
  if (!noise || !intermediate) throw new Error('internal: a stochastic block is traced without chance')
  const lambda = choiceSetting(settings, 'place') === 'fixed' ? numberSetting(settings, 'lambda') : undefined
  const logDensity = (x: Node) => b.reshape(b.max(intermediate(x, lambda), LEAST_LOG), [x.shape[0], 1])
  return {
    b,
    logDensity,
    force: (x) => {
      const [slope] = gradient(b, b.sum(logDensity(x)), [x])
      return b.max(b.min(slope, MOST_FORCE), -MOST_FORCE)
    },
    chance: (name, turns, width, kind) => {
      const drawn = noise(name, turns * width, kind)
      return b.transpose(b.reshape(drawn, [drawn.shape[0], turns, width]), [1, 0, 2])
    },
  }
}

/** So many turns over x [B, D] and columns [B, 1], each with its own entry of the chances. */
export function turns(
  b: Builder,
  carries: readonly Node[],
  chances: readonly Node[],
  turn: (carries: readonly Node[], chances: readonly Node[]) => readonly Node[],
): readonly Node[] {
  const [length] = chances[0].shape
  return loop(b, { length }, { carries, sequences: chances }, (inputs) => ({
    carries: turn(inputs.carries, inputs.sequences),
  })).carries
}

/**
 * Takes the proposal where ln u < `logOdds` [B, 1], of u [B, 1] even on [0, 1): the Metropolis–Hastings rule. What is taken
 * counts as given, so gradients pass through what was chosen and not through the choice (Wu, Köhler & Noé 2020,
 * arXiv:2002.06707).
 */
export function choose(
  b: Builder,
  u: Node,
  logOdds: Node,
  pairs: readonly (readonly [proposed: Node, present: Node])[],
): readonly Node[] {
  const taken = b.less(b.log(b.max(u, 1e-30)), b.stopGradient(logOdds))
  return pairs.map(([proposed, present]) => b.select(taken, proposed, present))
}
