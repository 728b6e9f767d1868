import { ROWS_PART, type StepContext, type TracedLoss } from './objective'

/** −mean log q(x) of the batch's rows, with what blocks add to it. */
export function traceLikelihood({ b, traced, x }: StepContext): TracedLoss {
  if (!x) throw new Error('internal: a likelihood needs rows')
  const { logDensity, penalties } = traced.logDensity(x)
  const nll = b.neg(b.mean(logDensity))
  if (!penalties) return { loss: nll, shown: nll }
  const means = Object.entries(penalties).map(([name, each]) => [name, b.mean(each)] as const)
  const loss = means.reduce((sum, [, mean]) => b.add(sum, mean), nll)
  return { loss, shown: loss, parts: { [ROWS_PART]: nll, ...Object.fromEntries(means) } }
}
