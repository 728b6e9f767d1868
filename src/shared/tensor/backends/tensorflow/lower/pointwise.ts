import type { BinaryOp, UnaryOp } from '../../../ir/op'
import type { FunctionBuilder, Value } from '../emit/functionBuilder'

type Unary = (f: FunctionBuilder, x: Value) => Value
type Binary = (f: FunctionBuilder, a: Value, b: Value) => Value

const unary =
  (op: string, output?: string): Unary =>
  (f, x) =>
    f.unary(op, x, output)

const binary =
  (op: string): Binary =>
  (f, a, b) =>
    f.binary(op, a, b)

/** TensorFlow's sign of NaN is 0, the IR's is NaN. */
const sign: Unary = (f, x) => f.select(f.compare('Equal', x, x), f.unary('Sign', x), x)

export const unaryRules: { readonly [O in UnaryOp]: Unary } = {
  neg: unary('Neg'),
  abs: unary('Abs'),
  sign,
  floor: unary('Floor'),
  exp: unary('Exp'),
  expm1: unary('Expm1'),
  log: unary('Log'),
  log1p: unary('Log1p'),
  sqrt: unary('Sqrt'),
  sin: unary('Sin'),
  cos: unary('Cos'),
  tanh: unary('Tanh'),
  sigmoid: unary('Sigmoid'),
  softplus: unary('Softplus', 'activations'),
  erf: unary('Erf'),
  not: (f, x) => f.not(x),
  stopGradient: (_, x) => x,
}

export const binaryRules: { readonly [O in BinaryOp]: Binary } = {
  add: binary('AddV2'),
  sub: binary('Sub'),
  mul: binary('Mul'),
  div: binary('RealDiv'),
  max: binary('Maximum'),
  min: binary('Minimum'),
  less: (f, a, b) => f.compare('Less', a, b),
  lessEqual: (f, a, b) => f.compare('LessEqual', a, b),
  equal: (f, a, b) => f.compare('Equal', a, b),
  and: (f, a, b) => f.logical('LogicalAnd', a, b),
  or: (f, a, b) => f.logical('LogicalOr', a, b),
}
