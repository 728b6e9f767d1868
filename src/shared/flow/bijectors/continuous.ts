import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, Mapped, TraceContext } from '../bijector'
import { isActivation } from '../conditioners/activation'
import { seenContext } from '../conditioners/conditioner'
import { vectorField } from '../conditioners/vectorField'
import { choiceSetting, numberSetting } from '../settings'
import { dormandPrince, rungeKutta4 } from '../solve/ode'

/**
 * Continuous normalizing flow (Chen et al. 2018, arXiv:1806.07366, theorem 1; FFJORD: Grathwohl et al. 2019,
 * arXiv:1810.01367) on ℝᴰ: z → x follows dy/dt = f(y, t) from t = 0 to 1, and x → z goes back;
 * log|det ∂x/∂z| = ∫ tr(∂f/∂y) dt.
 *
 * In training the trace may be estimated by vᵀ(∂f/∂y)v with one v of ±1 for each row and the whole of its path (Hutchinson
 * 1989; FFJORD, section 3.1); elsewhere it is exact. Regularisers (Finlay et al. 2020, arXiv:2002.02798, section 3) add
 * λ ∫‖f‖² dt and μ ∫‖(∂f/∂y) v‖² dt, whose mean is the squared Frobenius norm, to the loss of a training step.
 *
 * Parameters: those of `vectorField`; the identity at the start.
 */
export const continuous: BijectorDefinition = {
  type: 'continuous',
  create: (settings, dims, contextDims = 0) => {
    const activation = choiceSetting(settings, 'activation')
    if (!isActivation(activation)) throw new Error(`internal: there is no activation "${activation}"`)
    const [width, depth] = [numberSetting(settings, 'width'), numberSetting(settings, 'depth')]
    const field = vectorField({ width, depth, activation, contextDims: seenContext(settings, contextDims) }, dims)
    const estimated = choiceSetting(settings, 'trace') === 'hutchinson'
    const penalties = [numberSetting(settings, 'kinetic'), numberSetting(settings, 'jacobian')]

    /** Follows the field from one end to the other. */
    const follow = (context: TraceContext, start: Node, direction: 'forward' | 'inverse'): Mapped => {
      const { b, noise } = context
      const [rows] = start.shape
      const asked = noise && (estimated || penalties[1] > 0)
      const probe = asked ? noise('probe', dims, 'rademacher') : null
      const [kinetic, jacobian] = noise ? penalties : [0, 0]
      const sign = direction === 'forward' ? 1 : -1
      const slope = (time: Node, state: Node): Node => {
        const t = sign > 0 ? time : b.sub(1, time)
        const { value, trace, along } = field.at(context, b.slice(state, 0, dims), t)
        const moved = probe && b.stopGradient(probe)
        const image = moved && along(moved)
        const rate = estimated && moved && image ? b.sum(b.mul(moved, image), [-1]) : trace()
        const columns = [b.mul(value, sign), b.reshape(b.mul(rate, sign), [rows, 1])]
        const squared = (of: Node) => b.reshape(b.sum(b.square(of), [-1]), [rows, 1])
        if (kinetic > 0) columns.push(b.mul(squared(value), kinetic))
        if (jacobian > 0 && image) columns.push(b.mul(squared(image), jacobian))
        return b.concat(columns, -1)
      }
      const extras = 1 + Number(kinetic > 0) + Number(jacobian > 0)
      const state = b.concat([start, b.fill(0, [rows, extras])], -1)
      const solved =
        choiceSetting(settings, 'solver') === 'rk4'
          ? rungeKutta4(b, slope, state, numberSetting(settings, 'steps'))
          : dormandPrince(b, slope, state, numberSetting(settings, 'tolerance'))
      return {
        value: b.slice(solved.state, 0, dims),
        logDet: b.reshape(b.slice(solved.state, dims, dims + 1), [rows]),
        evaluations: solved.evaluations,
        ...(extras > 1 && { penalty: b.sum(b.slice(solved.state, dims + 1, dims + extras), [-1]) }),
      }
    }
    return {
      parameters: field.parameters,
      velocity: (context, y, t) => field.at(context, y, t).value,
      forwardAndLogDet: (context, z) => follow(context, z, 'forward'),
      inverseAndLogDet: (context, x) => follow(context, x, 'inverse'),
    }
  },
}
