import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { part, type Transformer } from './transformer'

/**
 * x_i = e^{s_i} z_i + t_i with s = r − mean(r), r_i = c·tanh(a_i / c): the log-scales of a point add up to 0, so that
 * volume is kept. |s_i| < 2c(1 − 1/m) for m coordinates; one alone has s = 0. Raw numbers: a, t.
 */
export function volumePreserving(bound: number): Transformer {
  const logScale = (b: Builder, raw: Node) => {
    const r = b.mul(bound, b.tanh(b.mul(part(b, raw, 0), 1 / bound)))
    return b.sub(r, b.reshape(b.mean(r, [-1]), [...r.shape.slice(0, -1), 1]))
  }
  return {
    width: 2,
    forward: (b, raw, z) => ({
      value: b.add(b.mul(z, b.exp(logScale(b, raw))), part(b, raw, 1)),
      logSlope: null,
    }),
    inverse: (b, raw, x) => ({
      value: b.mul(b.sub(x, part(b, raw, 1)), b.exp(b.neg(logScale(b, raw)))),
      logSlope: null,
    }),
  }
}
