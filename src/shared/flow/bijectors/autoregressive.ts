import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import type { Bijector, TraceContext } from '../bijector'
import { conditionerOptions } from '../conditioners/conditioner'
import { dependencies, generations } from '../conditioners/dependencies'
import { plain } from '../conditioners/features'
import { made } from '../conditioners/made'
import type { LearntTransformer, Transformer } from '../transformers/transformer'

/**
 * A masked autoregressive layer on ℝᴰ (Papamakarios et al. 2017, arXiv:1705.07057, section 3.1) with any monotone map of
 * one coordinate: x_i = τ(z_i; θ_i(x_pa(i))), where a masked network (`made`) gives θ_i from the parents of i: all
 * coordinates before it, or those of a graph without circles (as they are, or by their `features`), and from the context. log|det ∂x/∂z| = Σ ln τ'(z_i).
 *
 * x → z takes one pass of the network. z → x fills x in generation by generation: as many passes as coordinates on the
 * longest path of the graph, D for an order.
 * Parameters: the transformer's own, if it has any, and those of `made`, whose output holds `transformer.width` numbers
 * for coordinate 1, then as many for the next; zero outputs at the start, so that τ is the identity.
 */
export function autoregressive(
  settings: Settings,
  { dims, contextDims = 0 }: { readonly dims: number; readonly contextDims?: number },
  transformer: Transformer | LearntTransformer,
  features = plain,
): Bijector {
  const parents = dependencies(settings, dims)
  const conditioner = made(
    conditionerOptions(settings, contextDims),
    parents,
    transformer.width,
    features.perCoordinate,
  )
  const learnt = 'at' in transformer ? transformer : null
  const map = (context: TraceContext) => ('at' in transformer ? transformer.at(context) : transformer)
  const rawAt = (context: TraceContext, x: Node) => {
    const outputs = conditioner.apply(context, features.of(context.b, x))
    return context.b.reshape(outputs, [...outputs.shape.slice(0, -1), dims, transformer.width])
  }
  return {
    parameters: learnt ? [...learnt.parameters, ...conditioner.parameters] : conditioner.parameters,
    forwardAndLogDet: (context, z) => {
      const { b } = context
      let x = b.fill(0, z.shape)
      let logDet: Node = b.scalar(0)
      for (const places of generations(parents)) {
        // the masks let these see only what is already right
        const raw = b.take(rawAt(context, x), places, -2)
        const { value, logSlope } = map(context).forward(b, raw, b.take(z, places))
        x = b.add(x, b.put(value, places, dims))
        if (logSlope) logDet = b.add(logDet, b.sum(logSlope, [-1]))
      }
      return { value: x, logDet }
    },
    inverseAndLogDet: (context, x) => {
      const { b } = context
      const { value, logSlope } = map(context).inverse(b, rawAt(context, x), x)
      return { value, logDet: logSlope ? b.sum(logSlope, [-1]) : b.scalar(0) }
    },
  }
}
