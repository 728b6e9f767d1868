import type { EnergyObjective } from '../../../document/objective'
import type { Node } from '../../../tensor/ir/program'
import { logSumOfRows } from './logSum'
import { draws, isStochastic, withPenalties, type StepContext, type TracedLoss } from './objective'

/** The name of the divergence among the parts of a loss. */
const PART = 'divergence'

/**
 * Rényi's divergence of order α as a bound of ln Z (Li & Turner 2016, arXiv:1602.02311, whose α is 1 − α here): with w = p̃/q,
 *
 *     L = (1/α) ln E_q[w^α],    L − ln Z = (α − 1)/α · D_α(p‖q)
 *
 * lies above ln Z for α > 1 and is the loss there, and below for α < 1, where −L is. Over n draws the mean is of their w^α,
 * which biases L by what the logarithm bends, less with more draws. For α > 1 the mean is ruled by places where q is too
 * small, which draws of q seldom see: far from the target a run may fall away from it, with a loss below ln Z.
 *
 * The gradient of L is Σ ŵᵢ ∂ln wᵢ with ŵᵢ = wᵢ^α / Σ w^α. For `path` what depends on q's own parameters is written as what
 * depends on the draws, Σ ((1 − α) ŵᵢ + α ŵᵢ²) ∂ln wᵢ along the path: the same in the mean, and 0 at q = p for every draw
 * (doubly reparametrised: Tucker et al. 2018, arXiv:1810.04152).
 */
export function traceAlphaDivergence(
  context: StepContext,
  alpha: number,
  settings: Pick<EnergyObjective, 'gradient' | 'annealing'>,
): TracedLoss {
  const { b, rows } = context
  const { logTarget, annealed, logDensity, penalties } = draws(context, settings)
  const side = alpha > 1 ? 1 : -1
  const bound = (logTargets: Node) => {
    const powers = b.mul(b.sub(logTargets, logDensity), alpha)
    const total = logSumOfRows(b, powers)
    return { powers, total, loss: b.mul(b.sub(total, Math.log(rows)), side / alpha) }
  }
  const { powers, total, loss } = bound(annealed)
  const shown = annealed === logTarget ? loss : bound(logTarget).loss
  if (settings.gradient === 'score' || isStochastic(context)) return withPenalties(b, { loss, shown }, PART, penalties)
  const shares = b.exp(b.sub(powers, total))
  const weights = b.stopGradient(b.add(b.mul(shares, 1 - alpha), b.mul(b.square(shares), alpha)))
  const surrogate = b.mul(b.sum(b.mul(weights, b.sub(annealed, logDensity))), side)
  // of the value of the loss and with the gradient of the surrogate
  const differentiated = b.add(b.stopGradient(loss), b.sub(surrogate, b.stopGradient(surrogate)))
  const whole = { loss: differentiated, shown: annealed === logTarget ? differentiated : shown }
  return withPenalties(b, whole, PART, penalties)
}
