import type { Builder } from '../ir/builder'
import type { BinaryOp, UnaryOp } from '../ir/op'
import type { Node } from '../ir/program'

/** A partial derivative: a node, a constant factor, or null where the derivative is zero everywhere it exists. */
export type Partial = Node | number | null

/** ∂y/∂input of every pointwise op, given its inputs and its value y. One table serves both directions. */
export const partials: {
  readonly [O in UnaryOp | BinaryOp]: (b: Builder, inputs: readonly Node[], y: Node) => readonly Partial[]
} = {
  neg: () => [-1],
  abs: (b, [x]) => [b.sign(x)],
  sign: () => [null],
  floor: () => [null],
  exp: (_b, _x, y) => [y],
  expm1: (b, _x, y) => [b.add(y, 1)],
  log: (b, [x]) => [b.div(1, x)],
  log1p: (b, [x]) => [b.div(1, b.add(x, 1))],
  sqrt: (b, _x, y) => [b.div(0.5, y)],
  sin: (b, [x]) => [b.cos(x)],
  cos: (b, [x]) => [b.neg(b.sin(x))],
  tanh: (b, _x, y) => [b.sub(1, b.square(y))],
  sigmoid: (b, _x, y) => [b.mul(y, b.sub(1, y))],
  softplus: (b, [x]) => [b.sigmoid(x)],
  erf: (b, [x]) => [b.mul(2 / Math.sqrt(Math.PI), b.exp(b.neg(b.square(x))))],
  not: () => [null],
  stopGradient: () => [null],
  add: () => [1, 1],
  sub: () => [1, -1],
  mul: (_b, [x, y]) => [y, x],
  div: (b, [, d], y) => [b.div(1, d), b.neg(b.div(y, d))],
  // At a tie the first operand takes the whole derivative, as select(b ≤ a, a, b) would.
  max: (b, [x, y]) => [b.select(b.lessEqual(y, x), 1, 0), b.select(b.lessEqual(y, x), 0, 1)],
  min: (b, [x, y]) => [b.select(b.lessEqual(x, y), 1, 0), b.select(b.lessEqual(x, y), 0, 1)],
  less: () => [null, null],
  lessEqual: () => [null, null],
  equal: () => [null, null],
  and: () => [null, null],
  or: () => [null, null],
}

export const isPointwise = (op: string): op is UnaryOp | BinaryOp => op in partials
