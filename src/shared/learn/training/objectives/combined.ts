import type { EnergyObjective } from '../../../document/objective'
import type { Node } from '../../../tensor/ir/program'
import { traceLikelihood } from './maximumLikelihood'
import { ENERGY_PART, ROWS_PART, type StepContext, type TracedLoss } from './objective'
import { traceFreeEnergy } from './reverseKl'

/**
 * `rows`·NLL + `energy`·F, of a batch of rows and as many draws. With 1 and 1 it is Jeffreys' divergence,
 * KL(p‖q) + KL(q‖p), up to a constant; with 1 − w and w the loss of Boltzmann generators (Noé et al. 2018,
 * arXiv:1812.01729, w_ML J_ML + w_KL J_KL), but for their third term, which spreads draws along a reaction coordinate.
 */
export function traceCombined(
  context: StepContext,
  share: { readonly rows: number; readonly energy: number },
  settings: Pick<EnergyObjective, 'gradient' | 'annealing'>,
): TracedLoss {
  const { b } = context
  const [likelihood, free] = [traceLikelihood(context), traceFreeEnergy(context, settings)]
  const parts: Record<string, Node> = {}
  for (const [{ parts: own, shown }, name, weight] of [
    [likelihood, ROWS_PART, share.rows],
    [free, ENERGY_PART, share.energy],
  ] as const)
    for (const [part, value] of Object.entries(own ?? { [name]: shown })) {
      const weighed = b.mul(value, weight)
      parts[part] = part in parts ? b.add(parts[part], weighed) : weighed // a penalty, on the ways of both
    }
  const nll = b.mul(likelihood.loss, share.rows)
  const whole = b.add(nll, b.mul(free.loss, share.energy))
  return {
    loss: whole,
    shown: free.shown === free.loss ? whole : b.add(nll, b.mul(free.shown, share.energy)),
    parts,
  }
}
