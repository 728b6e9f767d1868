import { logOnePlus } from '../../approximations'
import { exp } from './exponential'
import { polynomial } from './polynomial'
import type { VectorFunction } from './vectorFunction'

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|) within 4 ulp; 0 where `exp` is. */
export const softplus: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const y = f.let(exp(f, lanes, lanes.neg(lanes.abs(x))))
    const s = f.let(lanes.div(y, lanes.add(y, lanes.constant(2))))
    const z = f.let(lanes.mul(s, s))
    return lanes.madd(s, polynomial(lanes, z, logOnePlus[lanes.precision]), lanes.pmax(x, lanes.constant(0)))
  })
