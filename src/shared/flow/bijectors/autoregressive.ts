import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { Bijector, TraceContext } from '../bijector'
import { conditionerOptions } from '../conditioners/conditioner'
import { plain } from '../conditioners/features'
import { made } from '../conditioners/made'
import { choiceSetting } from '../settings'
import type { Transformer } from '../transformers/transformer'

/**
 * A masked autoregressive layer on ℝᴰ (Papamakarios et al. 2017, arXiv:1705.07057, section 3.1) with any monotone map of
 * one coordinate: x_i = τ(z_i; θ_i(x_<i)), where a masked network (`made`) gives θ_i from the coordinates of x before i
 * (as they are, or by their `features`).
 * log|det ∂x/∂z| = Σ ln τ'(z_i).
 *
 * x → z takes one pass of the network. z → x fills x in coordinate by coordinate: D passes.
 * Parameters: those of `made`, whose output holds `transformer.width` numbers for coordinate 1, then as many for the next;
 * zero outputs at the start, so that τ is the identity.
 */
export function autoregressive(settings: Settings, dims: number, transformer: Transformer, features = plain): Bijector {
  const reversed = choiceSetting(settings, 'order') === 'reverse'
  const rank = Array.from({ length: dims }, (_, i) => (reversed ? dims - i : i + 1))
  const conditioner = made(conditionerOptions(settings), rank, transformer.width, features.perCoordinate)
  const rawAt = (context: TraceContext, x: Node) => {
    const outputs = conditioner.apply(context, features.of(context.b, x))
    return context.b.reshape(outputs, [...outputs.shape.slice(0, -1), dims, transformer.width])
  }
  return {
    parameters: conditioner.parameters,
    forwardAndLogDet: (context, z) => {
      const { b } = context
      // after pass k the first k coordinates are right, and the masks let pass k + 1 see only those for the next
      let pass = transformer.forward(b, rawAt(context, b.fill(0, z.shape)), z)
      for (let k = 1; k < dims; k++) pass = transformer.forward(b, rawAt(context, pass.value), z)
      return { value: pass.value, logDet: pass.logSlope ? b.sum(pass.logSlope, [-1]) : b.scalar(0) }
    },
    inverseAndLogDet: (context, x) => {
      const { b } = context
      const { value, logSlope } = transformer.inverse(b, rawAt(context, x), x)
      return { value, logDet: logSlope ? b.sum(logSlope, [-1]) : b.scalar(0) }
    },
  }
}
