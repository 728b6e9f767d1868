import { exp } from './exponential'
import { polynomial } from './polynomial'
import type { Coefficients, VectorFunction } from './vectorFunction'

/**
 * P with ln(1 + y) = s P(s²), s = y/(2 + y), for 0 ≤ y ≤ 1: minimax for the relative error, below 4.6e-9 and 1.4e-18.
 */
export const logOnePlus: Coefficients = {
  float32: [2, 6.666641e-1, 4.0021724e-1, 2.7998924e-1, 2.8024986e-1],
  float64: [
    2, 0.6666666666666631, 0.4000000000015592, 0.28571428547993805, 0.22222223962276347, 0.18181744156425733,
    0.15386555480844, 0.1330102697612034, 0.12105694939245112, 0.08341700384146741, 0.17015784069072068,
  ],
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|) within 4 ulp; 0 where `exp` is. */
export const softplus: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const y = f.let(exp(f, lanes, lanes.neg(lanes.abs(x))))
    const s = f.let(lanes.div(y, lanes.add(y, lanes.constant(2))))
    const z = f.let(lanes.mul(s, s))
    return lanes.madd(s, polynomial(lanes, z, logOnePlus[lanes.precision]), lanes.pmax(x, lanes.constant(0)))
  })
