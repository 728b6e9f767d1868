import type { Node } from '../../tensor/ir/program'
import type { TraceContext } from '../bijector'
import { activations, gainOf } from './activation'
import type { ConditionerOptions } from './conditioner'
import { dense, type Dense } from './dense'
import { dropped } from './dropout'

export interface NetworkShape {
  readonly inputs: number
  readonly outputs: number
  /** Connections that may be, per kind of layer; all of them when absent. See `DenseOptions.mask`. */
  readonly masks?: { readonly first: Float64Array; readonly hidden: Float64Array; readonly last: Float64Array }
}

/**
 * The feed-forward network behind every conditioner, σ the activation:
 *
 * plain: `depth` times h ← σ(layer(h)), then `output`;
 * residual: h ← layer1(x), then `depth` times h ← h + b(σ(a(σ(h)))) with layers `block<i>.a` and `block<i>.b` (pre-activation,
 * He et al. 2016, arXiv:1603.05027), then `output`.
 *
 * In a training step `dropout` may set numbers to zero after each σ and scale up the others; see `dropped`.
 *
 * `output` and each `block<i>.b` start at zero: the outputs are zero, and each residual block is the identity.
 */
export function network(options: ConditionerOptions, { inputs, outputs, masks }: NetworkShape): Dense {
  const { width, depth, residual } = options
  const gain = gainOf(options.activation)
  const first = dense('layer1', { inputs, outputs: width, gain, mask: masks?.first })
  const output = dense('output', { inputs: width, outputs, gain: 0, mask: masks?.last })
  const hidden = (name: string, start: number) =>
    dense(name, { inputs: width, outputs: width, gain: start, mask: masks?.hidden })
  const activate = (context: TraceContext, h: Node, name: string) =>
    dropped(context, activations[options.activation](context.b, h), `dropout ${name}`, options.dropout ?? 0)
  const together = (layers: readonly Dense[]) => [first, ...layers, output].flatMap(({ parameters }) => parameters)

  if (residual) {
    const blocks = Array.from({ length: depth }, (_, i) => ({
      name: `block${i + 1}`,
      inner: hidden(`block${i + 1}.a`, gain),
      outer: hidden(`block${i + 1}.b`, 0),
    }))
    return {
      parameters: together(blocks.flatMap(({ inner, outer }) => [inner, outer])),
      apply: (context, x) => {
        const block = (h: Node, { name, inner, outer }: (typeof blocks)[number]) => {
          const seen = inner.apply(context, activate(context, h, `${name}.a`))
          const change = outer.apply(context, activate(context, seen, `${name}.b`))
          return context.b.add(h, change)
        }
        return output.apply(context, blocks.reduce(block, first.apply(context, x)))
      },
    }
  }

  const layers = Array.from({ length: depth - 1 }, (_, i) => hidden(`layer${i + 2}`, gain))
  return {
    parameters: together(layers),
    apply: (context, x) => {
      const layer = (h: Node, { apply }: Dense, i: number) => activate(context, apply(context, h), `layer${i + 1}`)
      return output.apply(context, [first, ...layers].reduce(layer, x))
    },
  }
}
