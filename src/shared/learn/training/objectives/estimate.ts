import type { Objective } from '../../../document/schema'
import { freeEnergyOf, logMeanPower } from '../../evaluation/importance'

/** What validation finds out, nats. */
export interface Measured {
  /** Mean NLL of rows, natural units; only where the objective takes rows. */
  readonly nll?: number
  /** ln w = log p̃ − log q of fixed draws of the model; only where it takes draws. */
  readonly logWeights?: Float64Array
}

/**
 * What validations of an objective tell, from what was measured, with the target as it is (β = 1): the loss that
 * `traceObjective` shows, of more draws; of flow matching the NLL in its place.
 */
export function estimate(objective: Objective, { nll = NaN, logWeights = new Float64Array() }: Measured): number {
  const bound = (alpha: number) => (alpha > 1 ? 1 : -1) * (logMeanPower(logWeights, alpha) / alpha)
  switch (objective.type) {
    case 'maximum-likelihood':
    case 'flow-matching':
      return nll
    case 'reverse-kl':
      return freeEnergyOf(logWeights).mean
    case 'alpha-divergence':
      return bound(objective.alpha)
    case 'chi-squared':
      return bound(2)
    case 'jeffreys':
      return nll + freeEnergyOf(logWeights).mean
    case 'mixed':
      return (1 - objective.weight) * nll + objective.weight * freeEnergyOf(logWeights).mean
    default:
      return objective satisfies never
  }
}

/** How many times an objective holds the rows' NLL, which changes with the units of the data as energies do not. */
export function likelihoodShare(objective: Objective): number {
  switch (objective.type) {
    case 'maximum-likelihood':
    case 'jeffreys':
      return 1
    case 'mixed':
      return 1 - objective.weight
    default:
      return 0
  }
}
