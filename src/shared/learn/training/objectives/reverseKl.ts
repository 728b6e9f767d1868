import type { EnergyObjective } from '../../../document/objective'
import { draws, ENERGY_PART, withPenalties, type StepContext, type TracedLoss } from './objective'

/**
 * The free energy F = E_q[log q(x) − β log p̃(x)], a bound of −ln Z from above at β = 1, where KL(q‖p) = F + ln Z (Rezende &
 * Mohamed 2015, arXiv:1505.05770). The mean over draws x = f(z) is differentiated through them.
 * What blocks add to the loss for the way z → x comes to it.
 */
export function traceFreeEnergy(
  context: StepContext,
  settings: Pick<EnergyObjective, 'gradient' | 'annealing'>,
): TracedLoss {
  const { b } = context
  const { logTarget, annealed, logDensity, penalties } = draws(context, settings)
  const loss = b.mean(b.sub(logDensity, annealed))
  const shown = annealed === logTarget ? loss : b.mean(b.sub(logDensity, logTarget))
  return withPenalties(b, { loss, shown }, ENERGY_PART, penalties)
}
