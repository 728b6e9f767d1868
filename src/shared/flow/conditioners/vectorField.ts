import { jvp } from '../../tensor/autodiff/jvp'
import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { activations, gainOf } from './activation'
import type { ConditionerOptions } from './conditioner'
import { dense } from './dense'

/** A field and, of its Jacobian J by the place, what was asked for. */
export interface FieldValue {
  /** f(y, t) [B, D]. */
  readonly value: Node
  /** tr J [B], exactly. */
  trace(): Node
  /** J v [B, D]. */
  along(v: Node): Node
}

export interface VectorField {
  readonly parameters: readonly ParameterSpec[]
  /** At places y [B, D] and times t [B, 1]. */
  at(context: TraceContext, y: Node, t: Node): FieldValue
}

/** Times are seen as cos and sin of kπt for k up to so many. */
const FREQUENCIES = 3

/**
 * A network f(y, t) of all coordinates, of cos kπt and sin kπt, k = 1 … 3, and of the context: `layer1`, `layer2`, … with an
 * activation σ after each, then `output`, which starts at zero.
 *
 * With up to two hidden layers the trace costs one product more and no further passes: with h₁ and h₂ what σ is taken of,
 * tr J = Σₗₖ σ'(h₁)ₗ M_lk σ'(h₂)ₖ where M = W₂ ⊙ (W_out W₁)ᵀ does not depend on the place (W₁ the rows of the coordinates);
 * for one, tr J = Σₖ σ'(h₁)ₖ (W₁ᵀ ⊙ W_out)ₖ summed over coordinates. With more layers it takes a pass for each coordinate.
 */
export function vectorField(options: Omit<ConditionerOptions, 'residual'>, dims: number): VectorField {
  const { width, depth, contextDims = 0 } = options
  const gain = gainOf(options.activation)
  const inputs = dims + 2 * FREQUENCIES + contextDims
  const layers = Array.from({ length: depth }, (_, i) =>
    dense(`layer${i + 1}`, { inputs: i === 0 ? inputs : width, outputs: width, gain }),
  )
  const output = dense('output', { inputs: width, outputs: dims, gain: 0 })
  return {
    parameters: [...layers, output].flatMap(({ parameters }) => parameters),
    at: (context, y, t) => {
      const { b, parameter } = context
      const activate = (h: Node) => activations[options.activation](b, h)
      const angles = Array.from({ length: FREQUENCIES }, (_, k) => b.mul(t, (k + 1) * Math.PI))
      const given = contextDims > 0 && context.context ? [context.context] : []
      const seen = b.concat(
        [y, ...angles.map((angle) => b.cos(angle)), ...angles.map((angle) => b.sin(angle)), ...given],
        -1,
      )
      const sums: Node[] = []
      const hidden = layers.reduce((h, layer) => {
        const sum = layer.apply(context, h)
        sums.push(sum)
        return activate(sum)
      }, seen)
      const value = output.apply(context, hidden)
      const along = (v: Node) => jvp(b, [value], [y], [v])[0] ?? b.fill(0, y.shape)
      /** σ' of what a layer sums up. */
      const slope = (i: number) => jvp(b, [activate(sums[i])], [sums[i]], [b.fill(1, sums[i].shape)])[0]!

      const trace = (): Node => {
        const first = b.slice(parameter('layer1.weight'), 0, dims, 0)
        const last = parameter('output.weight')
        if (depth === 1) return b.sum(b.mul(slope(0), b.sum(b.mul(first, b.transpose(last)), [0])), [-1])
        if (depth === 2) {
          const round = b.transpose(b.matmul(last, first))
          return b.sum(b.mul(b.matmul(slope(0), b.mul(parameter('layer2.weight'), round)), slope(1)), [-1])
        }
        const own = Array.from({ length: dims }, (_, j) => {
          const unit = Array.from({ length: dims }, (__, d) => (d === j ? 1 : 0))
          return b.take(along(b.broadcast(b.constant(unit, [dims]), y.shape)), [j])
        })
        return b.sum(b.concat(own, -1), [-1])
      }
      return { value, trace, along }
    },
  }
}
