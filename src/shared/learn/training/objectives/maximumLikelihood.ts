import type { Node } from '../../../tensor/ir/program'
import type { StepContext, TracedLoss } from './objective'

/** −mean log q(x) of the batch's rows. */
export function traceLikelihood(context: StepContext): TracedLoss {
  const loss = negativeLogLikelihood(context)
  return { loss, shown: loss }
}

/** With what blocks add to it. */
export function negativeLogLikelihood({ b, traced, x }: StepContext): Node {
  if (!x) throw new Error('internal: a likelihood needs rows')
  const { logDensity, penalty } = traced.logDensity(x)
  return b.neg(b.mean(penalty ? b.sub(logDensity, penalty) : logDensity))
}
