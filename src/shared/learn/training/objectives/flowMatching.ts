import type { FlowMatching } from '../../../document/objective'
import { noiseFor } from '../../../flow/noise'
import { stretchesOf, traceEnds } from '../matching/ends'
import type { StepContext, TracedLoss } from './objective'

/**
 * Conditional flow matching (Lipman et al. 2022, arXiv:2210.02747, equations 20–23; Tong et al. 2024, arXiv:2302.00482): a
 * velocity f that is the mean of those of straight lines from y₀ to y₁ carries the distribution of y₀ to that of y₁,
 *
 *     L = E ‖f(y_t, t) − (y₁ − (1 − σ) y₀)‖² / D,    y_t = (1 − (1 − σ) t) y₀ + t y₁,    t ~ U(0, 1),
 *
 * and no solver is asked. With normal y₀, y₁ is reached blurred by a normal of standard deviation σ. Of K continuous flows
 * each takes an equal share of the time, its own from 0 to 1, and learns a K-th of the velocity; every row meets each of
 * them at a time of its own. The loss does not fall to 0: what is left is how far the lines through a place differ.
 */
export function traceFlowMatching(context: StepContext, { sigma }: FlowMatching): TracedLoss {
  const { b, flow, traced, x, rows } = context
  if (!x) throw new Error('internal: flow matching needs rows')
  const { path } = stretchesOf(flow)
  const { y0, y1 } = traceEnds(context, x, traced.context)
  const kept = 1 - sigma
  const velocity = b.sub(y1, b.mul(y0, kept))
  const losses = path.map((part, k) => {
    const own = noiseFor(b, part.id, rows)('time', 1, 'uniform')
    const t = b.mul(b.add(own, k), 1 / path.length)
    const y = b.add(b.mul(b.sub(1, b.mul(t, kept)), y0), b.mul(t, y1))
    const learnt = b.mul(traced.velocity(part, y, own), path.length)
    return b.mean(b.square(b.sub(learnt, velocity)))
  })
  const loss = b.mul(
    losses.reduce((sum, each) => b.add(sum, each)),
    1 / path.length,
  )
  return { loss, shown: loss }
}
