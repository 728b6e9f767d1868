import type { EnergyObjective } from '../../../document/objective'
import type { Node } from '../../../tensor/ir/program'
import { traceLikelihood } from './maximumLikelihood'
import { ROWS_PART, type StepContext, type TracedLoss } from './objective'
import { traceFreeEnergy } from './reverseKl'

/**
 * `rows`·NLL + `energy`·F, of a batch of rows and as many draws. With 1 and 1 it is Jeffreys' divergence,
 * KL(p‖q) + KL(q‖p), up to a constant; with 1 − w and w the loss that Boltzmann generators train by (Noé et al. 2019,
 * arXiv:1812.01729).
 */
export function traceCombined(
  context: StepContext,
  share: { readonly rows: number; readonly energy: number },
  settings: Pick<EnergyObjective, 'gradient' | 'annealing'>,
): TracedLoss {
  const { b } = context
  const likelihood = traceLikelihood(context)
  const { loss, shown } = traceFreeEnergy(context, settings)
  const ofRows = (part: Node) => b.mul(part, share.rows)
  const rows = Object.entries(likelihood.parts ?? { [ROWS_PART]: likelihood.loss }).map(([name, part]) => [name, ofRows(part)]) // prettier-ignore
  const free = b.mul(shown, share.energy)
  const nll = ofRows(likelihood.loss)
  const whole = b.add(nll, b.mul(loss, share.energy))
  return {
    loss: whole,
    shown: shown === loss ? whole : b.add(nll, free),
    parts: { ...(Object.fromEntries(rows) as Readonly<Record<string, Node>>), 'free energy': free },
  }
}
