import { tanhRatio } from '../../approximations'
import { exp, expm1 } from './exponential'
import { copySign } from './sign'
import { sigmoidal } from './sigmoidal'
import type { VectorFunction } from './vectorFunction'

const tanh32 = sigmoidal(tanhRatio)

/** −t/(t + 2) with t = e^(−2|x|) − 1. */
const tanh64: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const t = expm1(f, lanes, lanes.mul(lanes.abs(x), lanes.constant(-2)))
    return copySign(lanes, lanes.div(t, lanes.add(t, lanes.constant(2))), x)
  })

/** tanh x within 5 ulp, never outside [−1, 1]. */
export const tanh: VectorFunction = (f, lanes, x) => (lanes.precision === 'float32' ? tanh32 : tanh64)(f, lanes, x)

/** 1/(1 + e^−x) within 3 ulp; 0 where e^−x is infinite. */
export const sigmoid: VectorFunction = (f, lanes, x) => {
  const one = lanes.constant(1)
  return f.scope(() => lanes.div(one, lanes.add(one, exp(f, lanes, lanes.neg(x)))))
}
