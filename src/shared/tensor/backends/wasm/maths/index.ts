import type { BinaryOp, UnaryOp } from '../../../ir/op'
import { erf } from './erf'
import { exp, expm1 } from './exponential'
import { sigmoid, tanh } from './hyperbolic'
import { log, log1p } from './logarithm'
import { sign } from './sign'
import { softplus } from './softplus'
import { cos, sin } from './trigonometric'
import type { BinaryVectorFunction, VectorFunction } from './vectorFunction'

export type { BinaryVectorFunction, VectorFunction } from './vectorFunction'

/**
 * The elementwise operations of one operand on vectors. Floats go in and come out, except that `not` turns masks. NaN
 * gives NaN. The sign of a zero is not kept.
 */
export const elementary: { readonly [O in UnaryOp]: VectorFunction } = {
  neg: (_, lanes, x) => lanes.neg(x),
  abs: (_, lanes, x) => lanes.abs(x),
  sign,
  floor: (_, lanes, x) => lanes.floor(x),
  exp,
  expm1,
  log,
  log1p,
  sqrt: (_, lanes, x) => lanes.sqrt(x),
  sin,
  cos,
  tanh,
  sigmoid,
  softplus,
  erf,
  not: (_, lanes, x) => lanes.not(x),
  stopGradient: (_, _lanes, x) => x,
}

/** The one-instruction `pmax` or `pmin`, which lets a NaN in `a` through, with all bits (a NaN) set where b is NaN. */
const extremum =
  (name: 'pmax' | 'pmin'): BinaryVectorFunction =>
  (f, lanes, a, b) =>
    f.scope(() => {
      const other = f.let(b)
      return lanes.or(lanes[name](a, other), lanes.notEqual(other, other))
    })

/** The elementwise operations of two operands: comparisons give masks, `and` and `or` take them. */
export const binary: { readonly [O in BinaryOp]: BinaryVectorFunction } = {
  add: (_, lanes, a, b) => lanes.add(a, b),
  sub: (_, lanes, a, b) => lanes.sub(a, b),
  mul: (_, lanes, a, b) => lanes.mul(a, b),
  div: (_, lanes, a, b) => lanes.div(a, b),
  max: extremum('pmax'),
  min: extremum('pmin'),
  less: (_, lanes, a, b) => lanes.less(a, b),
  lessEqual: (_, lanes, a, b) => lanes.lessEqual(a, b),
  equal: (_, lanes, a, b) => lanes.equal(a, b),
  and: (_, lanes, a, b) => lanes.and(a, b),
  or: (_, lanes, a, b) => lanes.or(a, b),
}
