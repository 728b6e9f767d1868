import { objectiveEntry, type ObjectiveEntry } from '../catalogue/objectives'
import { defaultTraining } from './create'
import type { FlowDocument, Objective, TrainingSettings } from './schema'

export type ObjectiveType = Objective['type']
/** An objective that draws from the model and asks the target's energy at the draws. */
export type EnergyObjective = Extract<Objective, { readonly annealing: unknown }>
export type FlowMatching = Extract<Objective, { readonly type: 'flow-matching' }>

/** Whether an objective draws from the model. */
export const isDrawn = (objective: Objective): objective is EnergyObjective => 'annealing' in objective

/** Whether validations measure the NLL, which a run can then stop at. */
export const isJudgedByNll = ({ type }: Objective): boolean => type === 'maximum-likelihood' || type === 'flow-matching'

/** What the catalogue says of an objective. */
export const entryOf = ({ type }: Pick<Objective, 'type'>): ObjectiveEntry => {
  const entry = objectiveEntry(type)
  if (!entry) throw new Error(`internal: the catalogue has no objective "${type}"`)
  return entry
}

/** Whether the document's data has an energy, log p̃ of any x, and not rows alone. */
export const hasEnergy = ({ source }: FlowDocument['data']): boolean => source.kind === 'energy'

/** In which directions an objective takes the stack as a whole. */
export function directionsOf(objective: Objective): { readonly forward: boolean; readonly inverse: boolean } {
  const { rows, draws } = entryOf(objective)
  const path = isDrawn(objective) && objective.gradient === 'path'
  return { forward: draws, inverse: rows || path }
}

/**
 * An objective with its usual settings, for a training of so many steps. Powers of weights have gradients along the path,
 * which are noisy else. Where draws alone find the target, it is brought in over the first half: asked for at once, reverse
 * KL may leave out what lies behind a gap (U3 and U4 by four spline couplings: KL 0.1 to 0.8 nats for some seeds, and 0.004
 * to 0.014 over the bridge).
 */
export function newObjective(type: ObjectiveType, steps = defaultTraining.steps): Objective {
  const bridge = { kind: 'bridge', steps: Math.ceil(steps / 2), from: 0.01 } as const
  const none = { kind: 'none' } as const
  switch (type) {
    case 'maximum-likelihood':
      return { type }
    case 'reverse-kl':
      return { type, gradient: 'score', annealing: bridge }
    case 'jeffreys':
      return { type, gradient: 'score', annealing: none }
    case 'alpha-divergence':
      return { type, alpha: 0.5, gradient: 'path', annealing: bridge }
    case 'chi-squared':
      return { type, gradient: 'path', annealing: bridge }
    case 'mixed':
      return { type, weight: 0.5, gradient: 'score', annealing: none }
    case 'flow-matching':
      return { type, coupling: 'independent', sigma: 0 }
    default:
      return type satisfies never
  }
}

/** Steps between validations that cost hundreds of steps each, since they ask a solver and training does not. */
const BETWEEN_SOLVED = 250

/** What of the training settings changes with the choice of an objective: those that it cannot have, or that would not suit it. */
export function suitedTraining(
  objective: Objective,
  { validateEvery }: TrainingSettings,
): Partial<Pick<TrainingSettings, 'targetNll' | 'validateEvery'>> {
  if (!isJudgedByNll(objective)) return { targetNll: null }
  return objective.type === 'flow-matching' ? { validateEvery: Math.max(validateEvery, BETWEEN_SOLVED) } : {}
}

/**
 * The least that validations of an objective can measure, nats: where q = p. `entropy` is the target's and `logZ` that of its constant;
 * null where one that it takes is not known.
 */
export function leastLoss(objective: Objective, entropy: number | null, logZ: number | null): number | null {
  const combined = (rows: number, energy: number): number | null =>
    entropy === null || logZ === null ? null : rows * entropy - energy * logZ
  switch (objective.type) {
    case 'maximum-likelihood':
    case 'flow-matching':
      return entropy
    case 'reverse-kl':
      return logZ === null ? null : -logZ
    case 'alpha-divergence':
      return logZ === null ? null : objective.alpha > 1 ? logZ : -logZ
    case 'chi-squared':
      return logZ
    case 'jeffreys':
      return combined(1, 1)
    case 'mixed':
      return combined(1 - objective.weight, objective.weight)
    default:
      return objective satisfies never
  }
}

/** β of the target p̃^β in the step after `step` of them: min(1, from + step/steps). null where the objective anneals nothing. */
export function inverseTemperatureAt(objective: Objective, step: number): number | null {
  if (!('annealing' in objective) || objective.annealing.kind === 'none') return null
  return Math.min(1, objective.annealing.from + step / objective.annealing.steps)
}
