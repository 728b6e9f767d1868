import type { BinaryOp, UnaryOp } from '../../ir/op'
import { broadcastShapes } from '../../ir/shape'
import type { Emitter, Value } from './emitter'

/** ln(1 + x) = ln u + (x − (u − 1)) / u with u = 1 + x rounded: the wasm kernel is ln(1 + x) as written, exact to 1e-3 at 1e-5. */
function log1p(e: Emitter, x: Value): Value {
  if (e.device !== 'wasm') return e.unary('Log1p', x)
  const one = e.fill(1, [])
  const u = e.binary('Add', x, one)
  const lost = e.binary('Sub', x, e.binary('Sub', u, one))
  return e.binary('Add', e.unary('Log', u), e.binary('RealDiv', lost, u))
}

/** tanh x = 2σ(2x) − 1 where the kernel takes ten times as long as that; the absolute error stays below 1.2e-7. */
function tanh(e: Emitter, x: Value): Value {
  if (e.device !== 'wasm') return e.unary('Tanh', x)
  const two = e.fill(2, [])
  const sigmoid = e.unary('Sigmoid', e.binary('Multiply', x, two))
  return e.binary('Sub', e.binary('Multiply', sigmoid, two), e.fill(1, []))
}

/** The wasm kernels compare operands of one shape 50 times as fast as operands that broadcast. */
function compare(e: Emitter, kernel: 'Less' | 'LessEqual' | 'Equal', a: Value, b: Value): Value {
  if (e.device !== 'wasm') return e.binary(kernel, a, b)
  const shape = broadcastShapes(a.shape, b.shape)
  return e.binary(kernel, e.broadcast(a, shape), e.broadcast(b, shape))
}

const kernel =
  (name: string) =>
  (e: Emitter, x: Value): Value =>
    e.unary(name, x)

export const unaryRules: { readonly [O in UnaryOp]: (e: Emitter, x: Value) => Value } = {
  neg: kernel('Neg'),
  abs: kernel('Abs'),
  sign: kernel('Sign'),
  floor: kernel('Floor'),
  exp: kernel('Exp'),
  expm1: kernel('Expm1'),
  log: kernel('Log'),
  log1p,
  sqrt: kernel('Sqrt'),
  sin: kernel('Sin'),
  cos: kernel('Cos'),
  tanh,
  sigmoid: kernel('Sigmoid'),
  softplus: kernel('Softplus'),
  erf: kernel('Erf'),
  not: kernel('LogicalNot'),
  stopGradient: (_, x) => x,
}

export const binaryRules: { readonly [O in BinaryOp]: (e: Emitter, a: Value, b: Value) => Value } = {
  add: (e, a, b) => e.binary('Add', a, b),
  sub: (e, a, b) => e.binary('Sub', a, b),
  mul: (e, a, b) => (a.slot === b.slot ? e.unary('Square', a) : e.binary('Multiply', a, b)),
  div: (e, a, b) => e.binary('RealDiv', a, b),
  // Relu keeps NaN, as max must
  max: (e, a, b) =>
    b.uniform === 0 ? e.unary('Relu', a) : a.uniform === 0 ? e.unary('Relu', b) : e.binary('Maximum', a, b),
  min: (e, a, b) => e.binary('Minimum', a, b),
  less: (e, a, b) => compare(e, 'Less', a, b),
  lessEqual: (e, a, b) => compare(e, 'LessEqual', a, b),
  equal: (e, a, b) => compare(e, 'Equal', a, b),
  and: (e, a, b) => e.binary('LogicalAnd', a, b),
  or: (e, a, b) => e.binary('LogicalOr', a, b),
}
