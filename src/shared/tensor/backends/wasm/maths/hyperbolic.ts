import type { Lanes } from '../lanes'
import { exp, expm1 } from './exponential'
import { polynomial } from './polynomial'
import { copySign } from './sign'
import type { Coefficients, VectorFunction } from './vectorFunction'

/** tanh x = x P(x²)/Q(x²) for |x| ≤ 8.7: minimax for the relative error, below 1.7e-8. All terms add up. */
const P: Coefficients = { float32: [1, 1.3399953e-1, 3.5181395e-3, 2.098418e-5, 1.3884845e-8], float64: [] }
const Q: Coefficients = { float32: [1, 4.6733272e-1, 2.5962576e-2, 3.3226717e-4, 7.9911683e-7], float64: [] }

const tanh32: VectorFunction = (f, lanes, x) =>
  f.scope(() => {
    const [low, high] = [lanes.constant(-8.7), lanes.constant(8.7)]
    const inside = f.let(lanes.pmin(lanes.pmax(x, low), high))
    const z = f.let(lanes.mul(inside, inside))
    return lanes.div(lanes.mul(inside, polynomial(lanes, z, P)), polynomial(lanes, z, Q))
  })

/** −t/(t + 2) with t = e^(−2|x|) − 1. */
const tanh64: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const t = f.let(expm1(f, lanes, lanes.mul(lanes.abs(x), lanes.constant(-2))))
    return copySign(lanes, lanes.div(t, lanes.add(t, lanes.constant(2))), x)
  })

const single = ({ precision }: Lanes) => precision === 'float32'

/** tanh x within 4 ulp. */
export const tanh: VectorFunction = (f, lanes, x) => (single(lanes) ? tanh32 : tanh64)(f, lanes, x)

/** 1/(1 + e^−x) within 3 ulp; 0 where e^−x is infinite. */
export const sigmoid: VectorFunction = (f, lanes, x) => {
  const one = lanes.constant(1)
  return f.let(lanes.div(one, lanes.add(one, exp(f, lanes, lanes.neg(x)))))
}
