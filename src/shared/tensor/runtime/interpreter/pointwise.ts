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

export function mapUnary(out: Values, f: (x: number) => number, x: Values): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i])
}

/** Writes `f` of two operands of these shapes, broadcast to `shape`. */
export function binaryMap(
  f: (a: number, b: number) => number,
  shape: Shape,
  x: Shape,
  y: Shape,
): (out: Values, operands: readonly Values[]) => void {
  if (sameShape(x, y))
    return (out, [a, b]) => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i])
    }
  if (sizeOf(y) === 1)
    return (out, [a, b]) => {
      const value = b[0]
      for (let i = 0; i < out.length; i++) out[i] = f(a[i], value)
    }
  if (sizeOf(x) === 1)
    return (out, [a, b]) => {
      const value = a[0]
      for (let i = 0; i < out.length; i++) out[i] = f(value, b[i])
    }
  if (repeats(x, shape) && repeats(y, shape))
    return (out, [a, b]) => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[i % a.length], b[i % b.length])
    }
  const strides = [broadcastStrides(x, shape), broadcastStrides(y, shape)]
  return (out, [a, b]) => {
    walk(shape, strides, (i, [ia, ib]) => {
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
