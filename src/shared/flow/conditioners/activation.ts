import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** The non-linearities a network may have between its layers. */
export const activations = {
  relu: (b: Builder, x: Node) => b.max(x, 0),
  tanh: (b: Builder, x: Node) => b.tanh(x),
  silu: (b: Builder, x: Node) => b.mul(x, b.sigmoid(x)),
  softplus: (b: Builder, x: Node) => b.softplus(x),
  // the exponential sees min(x, 0), so the unused branch stays finite and its gradient is not NaN
  elu: (b: Builder, x: Node) => b.select(b.less(0, x), x, b.expm1(b.min(x, 0))),
} as const satisfies Record<string, (b: Builder, x: Node) => Node>

export type Activation = keyof typeof activations

export const isActivation = (name: string): name is Activation => Object.hasOwn(activations, name)

/** Factor by which weights must grow to keep the variance of what passes: √2 where half is cut off (He et al. 2015). */
export const gainOf = (activation: Activation): number => (activation === 'tanh' ? 1 : Math.SQRT2)
