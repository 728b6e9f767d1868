import type { BinaryOp, UnaryOp } from '../../ir/op'
import { broadcastStrides, sameShape, sizeOf, type Shape } from '../../ir/shape'
import { erf, sigmoid, softplus } from './scalar'

/** Values of one node; truth values are 0 and 1. */
export type Values = Float64Array | Float32Array

export const unaryFunctions: { readonly [O in UnaryOp]: (x: number) => number } = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid,
  softplus,
  erf,
  not: (x) => 1 - x,
  stopGradient: (x) => x,
}

export const binaryFunctions: { readonly [O in BinaryOp]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  less: (a, b) => (a < b ? 1 : 0),
  lessEqual: (a, b) => (a <= b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
  and: (a, b) => a * b,
  or: (a, b) => Math.max(a, b),
}

interface Operand {
  readonly values: Values
  readonly shape: Shape
}

export function mapUnary(out: Values, f: (x: number) => number, x: Values): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i])
}

export function mapBinary(
  out: Values,
  shape: Shape,
  f: (a: number, b: number) => number,
  x: Operand,
  y: Operand,
): void {
  if (sameShape(x.shape, y.shape)) {
    for (let i = 0; i < out.length; i++) out[i] = f(x.values[i], y.values[i])
  } else if (y.values.length === 1) {
    const value = y.values[0]
    for (let i = 0; i < out.length; i++) out[i] = f(x.values[i], value)
  } else if (x.values.length === 1) {
    const value = x.values[0]
    for (let i = 0; i < out.length; i++) out[i] = f(value, y.values[i])
  } else if (repeats(x.shape, shape) && repeats(y.shape, shape)) {
    const [a, b] = [x.values, y.values]
    for (let i = 0; i < out.length; i++) out[i] = f(a[i % a.length], b[i % b.length])
  } else {
    const [a, b] = [x.values, y.values]
    walk(shape, [broadcastStrides(x.shape, shape), broadcastStrides(y.shape, shape)], (i, [ia, ib]) => {
      out[i] = f(a[ia], b[ib])
    })
  }
}

/** Whether an array broadcast to `target` is itself again and again, as a vector is for each row of a matrix. */
const repeats = (shape: Shape, target: Shape): boolean =>
  shape.every((n, i) => n === target[i + target.length - shape.length])

/** Visits every element of `shape` in order with the matching offsets into operands read by the given strides. */
export function walk(
  shape: Shape,
  strides: readonly (readonly number[])[],
  visit: (index: number, offsets: readonly number[]) => void,
): void {
  const size = sizeOf(shape)
  const position = new Array<number>(shape.length).fill(0)
  const offsets = new Array<number>(strides.length).fill(0)
  for (let index = 0; index < size; index++) {
    visit(index, offsets)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position[axis]++
      for (let k = 0; k < strides.length; k++) offsets[k] += strides[k][axis]
      if (position[axis] < shape[axis]) break
      for (let k = 0; k < strides.length; k++) offsets[k] -= strides[k][axis] * shape[axis]
      position[axis] = 0
    }
  }
}
