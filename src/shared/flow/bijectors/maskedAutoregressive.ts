import type { Node } from '../../tensor/ir/program'
import type { BijectorDefinition, TraceContext } from '../bijector'
import { conditionerOptions } from '../conditioners/conditioner'
import { made } from '../conditioners/made'
import { choiceSetting, numberSetting } from '../settings'
import { scaleShift } from '../transformers/scaleShift'

/**
 * MAF (Papamakarios et al. 2017, arXiv:1705.07057, section 3.1): x_i = e^{α_i} z_i + μ_i on ℝᴰ, with α_i = c·tanh(a_i / c)
 * and a_i, μ_i given by a masked network that sees the coordinates of x before i. log|det ∂x/∂z| = Σ α_i.
 *
 * x → z takes one pass of the network. z → x fills x in coordinate by coordinate: D passes.
 * Parameters: those of `made`, whose output holds a_1, μ_1, a_2, μ_2, …; zero outputs at the start, the identity.
 */
export const maskedAutoregressive: BijectorDefinition = {
  type: 'masked-autoregressive',
  create: (settings, dims) => {
    const affine = scaleShift(numberSetting(settings, 'scaleBound'))
    const reversed = choiceSetting(settings, 'order') === 'reverse'
    const rank = Array.from({ length: dims }, (_, i) => (reversed ? dims - i : i + 1))
    const conditioner = made(conditionerOptions(settings), rank, affine.width)
    const rawAt = (context: TraceContext, x: Node) => {
      const outputs = conditioner.apply(context, x)
      return context.b.reshape(outputs, [...outputs.shape.slice(0, -1), dims, affine.width])
    }
    return {
      parameters: conditioner.parameters,
      forwardAndLogDet: (context, z) => {
        const { b } = context
        // after pass k the first k coordinates are right, and the masks let pass k + 1 see only those for the next
        let pass = affine.forward(b, rawAt(context, b.fill(0, z.shape)), z)
        for (let k = 1; k < dims; k++) pass = affine.forward(b, rawAt(context, pass.value), z)
        return { value: pass.value, logDet: b.sum(pass.logSlope!, [-1]) }
      },
      inverseAndLogDet: (context, x) => {
        const { value, logSlope } = affine.inverse(context.b, rawAt(context, x), x)
        return { value, logDet: context.b.sum(logSlope!, [-1]) }
      },
    }
  },
}
