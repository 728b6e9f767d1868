import type { EnergyObjective } from '../../../document/objective'
import type { Annealing, Objective } from '../../../document/schema'
import type { Penalties } from '../../../flow/bijector'
import type { Flow } from '../../../flow/flow'
import type { Sampled, TracedFlow } from '../../../flow/tracedFlow'
import type { TraceTarget } from '../../../flow/target'
import type { Builder } from '../../../tensor/ir/builder'
import type { Node } from '../../../tensor/ir/program'

/** What a run minimises: the objective and, for one that takes an energy, the target. */
export interface Aim {
  readonly objective: Objective
  readonly target: TraceTarget | null
}

export const likelihood: Aim = { objective: { type: 'maximum-likelihood' }, target: null }

/** What an objective is traced with. */
export interface StepContext {
  readonly b: Builder
  readonly flow: Flow
  /** θ as an input of the program. */
  readonly theta: Node
  /** The flow at θ. */
  readonly traced: TracedFlow
  /** Draws a step takes, B. */
  readonly rows: number
  /** The batch [B, D], in the flow's units; null where the objective takes no rows. */
  readonly x: Node | null
  /** [], steps taken before this one. */
  readonly step: Node
  readonly target: TraceTarget | null
}

/** A loss [] of a step, nats. */
export interface TracedLoss {
  /** What is differentiated. */
  readonly loss: Node
  /** The same with the target as it is, β = 1: what is shown and compared. The very same node where nothing is annealed. */
  readonly shown: Node
  /** What `shown` is the sum of, [] each by its name, in the order to show them. Absent where it is one thing. */
  readonly parts?: Readonly<Record<string, Node>>
}

/** The name of the rows' part of a loss, which is in natural units of the data where it is shown. */
export const ROWS_PART = 'NLL'

/** The name of the energy's part. */
export const ENERGY_PART = 'free energy'

/** A loss called `own` with what blocks add to it, [B] each: its parts are then these and itself. */
export function withPenalties(
  b: Builder,
  { loss, shown }: TracedLoss,
  own: string,
  penalties: Penalties | undefined,
): TracedLoss {
  if (!penalties) return { loss, shown }
  const means = Object.entries(penalties).map(([name, each]) => [name, b.mean(each)] as const)
  const more = (to: Node) => means.reduce((sum, [, mean]) => b.add(sum, mean), to)
  const whole = more(loss)
  return {
    loss: whole,
    shown: shown === loss ? whole : more(shown),
    parts: { [own]: shown, ...(Object.fromEntries(means) as Readonly<Record<string, Node>>) },
  }
}

/** log p̃ and log q [B] at draws of the model, and what to differentiate. */
export interface Draws {
  /** [B], with the target as it is. */
  readonly logTarget: Node
  /** The target as it is brought in [B], but for a constant; the very same node where nothing is annealed. */
  readonly annealed: Node
  /**
   * log q [B]: for `score` as a function of θ in every way, for `path` only through the draws, the density's own
   * parameters held (Roeder et al. 2017, arXiv:1703.09194). The values are the same. With stochastic blocks there is no way
   * back along the same path, so it is `score`.
   */
  readonly logDensity: Node
  /** What blocks add to the loss for the way of the draws. */
  readonly penalties?: Penalties
}

/** Draws from the model with the target's density at them. */
export function draws(
  context: StepContext,
  { gradient, annealing }: Pick<EnergyObjective, 'gradient' | 'annealing'>,
): Draws {
  const { b, traced, target, step } = context
  if (!target) throw new Error('internal: an objective with draws needs a target')
  const sampled = traced.sample()
  const logTarget = target(b, sampled.x)
  return {
    logTarget,
    annealed: anneal(b, annealing, step, sampled.x, logTarget),
    logDensity: gradient === 'path' && !isStochastic(context) ? alongPath(context, sampled) : sampled.logDensity,
    ...(sampled.penalties && { penalties: sampled.penalties }),
  }
}

/** Whether the density of a draw depends on the path it came by. */
export const isStochastic = ({ flow }: Pick<StepContext, 'flow'>): boolean => flow.stochastic.length > 0

/** log q(x) by x → z with θ held, which leaves the way through x. */
function alongPath({ b, flow, theta, rows }: StepContext, { x }: Sampled): Node {
  return flow.trace(b, b.stopGradient(theta), { rows }).logDensity(x).logDensity
}

/**
 * β log p̃, β = min(1, from + step/steps), as Rezende & Mohamed 2015, arXiv:1505.05770, equation 20; for a bridge also
 * (1 − β) log N(x; 0, I), the geometric path of annealed importance sampling (Neal 2001, Statistics and Computing 11).
 */
function anneal(b: Builder, annealing: Annealing, step: Node, x: Node, logTarget: Node): Node {
  if (annealing.kind === 'none') return logTarget
  const beta = b.min(b.add(b.mul(step, 1 / annealing.steps), annealing.from), 1)
  const share = b.mul(beta, logTarget)
  if (annealing.kind === 'temperature') return share
  return b.sub(share, b.mul(b.mul(0.5, b.sub(1, beta)), b.sum(b.square(x), [-1])))
}
