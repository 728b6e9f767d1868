import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { part, type Transformer } from './transformer'

/**
 * x = e^s z + t with s = c·tanh(a / c), so that no slope leaves [e^−c, e^c]. Raw numbers: a, t. A bound on s keeps deep
 * stacks from overflowing where free log-scales do.
 */
export function scaleShift(bound: number): Transformer {
  const logScale = (b: Builder, raw: Node) => b.mul(bound, b.tanh(b.mul(part(b, raw, 0), 1 / bound)))
  return {
    width: 2,
    forward: (b, raw, z) => {
      const s = logScale(b, raw)
      return { value: b.add(b.mul(z, b.exp(s)), part(b, raw, 1)), logSlope: s }
    },
    inverse: (b, raw, x) => {
      const minusS = b.neg(logScale(b, raw))
      return { value: b.mul(b.sub(x, part(b, raw, 1)), b.exp(minusS)), logSlope: minusS }
    },
  }
}
