import type { Node } from '../../tensor/ir/program'
import type { ParameterSpec, TraceContext } from '../bijector'
import { uniform, zeros } from '../initial'

export interface Dense {
  readonly parameters: readonly ParameterSpec[]
  /** [B, inputs] → [B, outputs]. */
  apply(context: TraceContext, x: Node): Node
}

export interface DenseOptions {
  readonly inputs: number
  readonly outputs: number
  /** Weights and bias start in U(±gain·√(3 / fan in)); at zero for gain 0. */
  readonly gain: number
  /** [inputs, outputs], row-major: 1 where a connection may be, 0 where it may not. All may when absent. */
  readonly mask?: Float64Array
}

/**
 * x ↦ x W + b, with parameters `<name>.weight` [inputs, outputs] and `<name>.bias` [outputs]. The bias is drawn as
 * widely as the weights: with one input, that is what spreads the kinks of the units over the data.
 */
export function dense(name: string, { inputs, outputs, gain, mask }: DenseOptions): Dense {
  const fanIn = mask ? mask.reduce((total, entry) => total + entry, 0) / outputs : inputs
  const bound = gain * Math.sqrt(3 / Math.max(fanIn, 1))
  const parameter = (piece: string, shape: readonly number[]) =>
    gain === 0 ? zeros(`${name}.${piece}`, shape) : uniform(`${name}.${piece}`, shape, bound)
  return {
    parameters: [parameter('weight', [inputs, outputs]), parameter('bias', [outputs])],
    apply: ({ b, parameter }, x) => {
      const weight = parameter(`${name}.weight`)
      const allowed = mask ? b.mul(weight, b.constant(mask, [inputs, outputs])) : weight
      return b.add(b.matmul(x, allowed), parameter(`${name}.bias`))
    },
  }
}
