import { ROWS_PART, withPenalties, type StepContext, type TracedLoss } from './objective'

/** −mean log q(x) of the batch's rows, with what blocks add to it. */
export function traceLikelihood({ b, traced, x }: StepContext): TracedLoss {
  if (!x) throw new Error('internal: a likelihood needs rows')
  const { logDensity, penalties } = traced.logDensity(x)
  const nll = b.neg(b.mean(logDensity))
  return withPenalties(b, { loss: nll, shown: nll }, ROWS_PART, penalties)
}
