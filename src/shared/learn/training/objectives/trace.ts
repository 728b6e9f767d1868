import type { Objective } from '../../../document/schema'
import { traceAlphaDivergence } from './alphaDivergence'
import { traceCombined } from './combined'
import { traceFlowMatching } from './flowMatching'
import { traceLikelihood } from './maximumLikelihood'
import type { StepContext, TracedLoss } from './objective'
import { traceFreeEnergy } from './reverseKl'

/** The loss of a step by the document's objective. */
export function traceObjective(context: StepContext, objective: Objective): TracedLoss {
  switch (objective.type) {
    case 'maximum-likelihood':
      return traceLikelihood(context)
    case 'reverse-kl':
      return traceFreeEnergy(context, objective)
    case 'alpha-divergence':
      return traceAlphaDivergence(context, objective.alpha, objective)
    case 'chi-squared':
      return traceAlphaDivergence(context, 2, objective)
    case 'jeffreys':
      return traceCombined(context, { rows: 1, energy: 1 }, objective)
    case 'mixed':
      return traceCombined(context, { rows: 1 - objective.weight, energy: objective.weight }, objective)
    case 'flow-matching':
      return traceFlowMatching(context, objective)
    default:
      return objective satisfies never
  }
}
