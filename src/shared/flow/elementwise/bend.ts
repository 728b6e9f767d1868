import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Transformed } from '../transformers/transformer'
import { side } from './functions'

/** w + √(w² + c) for c > 0, from the side on which nothing cancels. */
function largerRoot(b: Builder, w: Node, c: Operand): Node {
  const sign = side(b, w)
  const far = b.add(b.mul(sign, w), b.sqrt(b.add(b.square(w), c)))
  return b.select(b.less(w, 0), b.div(c, far), far)
}

/** ln dx/dz of the curve at e^{arsinh z} = v. */
const logSlope = (b: Builder, v: Node, low: Operand, high: Operand): Node => {
  const square = b.square(v)
  return b.sub(b.log(b.add(b.mul(high, square), low)), b.log(b.add(square, 1)))
}

/**
 * The branch of a hyperbola through the origin that bends from slope r far below 0 to slope q far above:
 * x = [(q + r) z + (q − r) (√(1 + z²) − 1)] / 2. With v = e^{arsinh z} = z + √(z² + 1) it is x = (q v − r / v − (q − r)) / 2,
 * of slope (q v² + r) / (v² + 1), and back q v = w + √(w² + q r) with w = x + (q − r) / 2, z = (v − 1 / v) / 2.
 */
export const bend = {
  forward(b: Builder, z: Node, low: Operand, high: Operand): Transformed {
    const v = largerRoot(b, z, 1)
    const twice = b.sub(b.sub(b.mul(high, v), b.div(low, v)), b.sub(high, low))
    return { value: b.mul(0.5, twice), logSlope: logSlope(b, v, low, high) }
  },
  inverse(b: Builder, x: Node, low: Operand, high: Operand): Transformed {
    const w = b.add(x, b.mul(0.5, b.sub(high, low)))
    const v = b.div(largerRoot(b, w, b.mul(low, high)), high)
    return { value: b.mul(0.5, b.sub(v, b.div(1, v))), logSlope: b.neg(logSlope(b, v, low, high)) }
  },
}
