import type { Expression } from '../assembler/expression'
import type { Lanes } from '../lanes'
import type { VectorFunction } from './vectorFunction'

/** |magnitude| with the sign of `x`. */
export const copySign = (lanes: Lanes, magnitude: Expression, x: Expression): Expression =>
  lanes.or(lanes.abs(magnitude), lanes.and(x, lanes.constant(-0)))

/** −1 or 1; a zero and NaN are their own. */
export const sign: VectorFunction = (f, lanes, operand) =>
  f.scope(() => {
    const x = f.let(operand)
    const away = lanes.less(lanes.constant(0), lanes.abs(x))
    return lanes.select(away, copySign(lanes, lanes.constant(1), x), x)
  })
