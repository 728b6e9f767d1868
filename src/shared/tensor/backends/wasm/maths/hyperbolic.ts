import { exp, expm1 } from './exponential'
import { copySign } from './sign'
import { sigmoidal, type Sigmoidal } from './sigmoidal'
import type { VectorFunction } from './vectorFunction'

/** Minimax for the relative error, below 1.7e-8. */
export const tanhRatio: Sigmoidal = {
  limit: 8.7,
  numerator: [1, 1.3399953e-1, 3.5181395e-3, 2.098418e-5, 1.3884845e-8],
  denominator: [1, 4.6733272e-1, 2.5962576e-2, 3.3226717e-4, 7.9911683e-7],
}

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
