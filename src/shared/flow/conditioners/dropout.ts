import type { Node } from '../../tensor/ir/program'
import type { TraceContext } from '../bijector'

/**
 * Dropout (Srivastava et al. 2014, J. Mach. Learn. Res. 15): in a training step each number of h [B, W] is 0 with probability
 * `rate`, else divided by 1 − rate, so that its mean stays; elsewhere h as it is. A row's mask of a `name` is the same
 * wherever the program asks for it, so that a network that is passed many times, as by an inversion, stays one function.
 */
export function dropped({ b, noise }: TraceContext, h: Node, name: string, rate: number): Node {
  if (rate === 0 || !noise) return h
  const chance = noise(name, h.shape[1], 'uniform')
  return b.select(b.less(chance, 1 - rate), b.mul(h, 1 / (1 - rate)), 0)
}
