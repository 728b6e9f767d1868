import { erf, sigmoid, softplus } from '../tensor/runtime/interpreter/scalar'
import * as I from './interval'
import type { Interval } from './interval'
import type { UnaryName } from './syntax'

/** A function of one argument: its value, and bounds on it and its first two derivatives over an interval. */
export interface UnaryRule {
  readonly value: (u: number) => number
  readonly bounds: (u: Interval) => readonly [value: Interval, slope: Interval, curvature: Interval]
  /** Where it is defined, in words, and the bound of its argument: at or above it, or only above. */
  readonly needs?: { readonly words: string; readonly least: number; readonly open: boolean }
}

const exp = I.increasing(Math.exp, [0, Infinity])
const cosh = (u: Interval): Interval => I.increasing(Math.cosh, [1, Infinity])(I.abs(u))
const sinh = I.increasing(Math.sinh)
const sqrt = I.increasing(Math.sqrt, [0, Infinity])
const bounded = (f: (x: number) => number, range: Interval, steps = 4) => I.increasing(f, range, steps)
const tanh = bounded(Math.tanh, [-1, 1])
const logistic = bounded(sigmoid, [0, 1], 8)
const two = I.point(2)
const half = I.point(0.5)
/** σ′ = σ(u) σ(−u) = 1 / (4 cosh²(u/2)), of which the second form holds u once. */
const logisticSlope = (u: Interval): Interval => I.mul(I.point(0.25), I.inverse(I.square(cosh(I.mul(half, u)))))
/** 2/√π e^{−u²}. */
const bell = (u: Interval): Interval =>
  I.mul([I.below(2 / Math.sqrt(Math.PI), 2), I.above(2 / Math.sqrt(Math.PI), 2)], exp(I.neg(I.square(u))))
const positive = (u: Interval): Interval => [Math.max(u[0], 0), Math.max(u[1], 0)]

/** One rule for each function that is not spelled out by others; `abs` bends, so `jet` has its rule. */
export const unaryRules: { readonly [N in Exclude<UnaryName, 'tan' | 'abs'>]: UnaryRule } = {
  exp: {
    value: Math.exp,
    bounds: (u) => [exp(u), exp(u), exp(u)],
  },
  log: {
    value: Math.log,
    bounds: (u) => {
      const r = I.inverse(positive(u))
      return [I.increasing(Math.log)(positive(u)), r[0] < 0 ? [0, Infinity] : r, I.neg(I.square(r))]
    },
    needs: { words: 'a number above 0', least: 0, open: true },
  },
  sqrt: {
    value: Math.sqrt,
    bounds: (u) => {
      const root = sqrt(positive(u))
      const slope: Interval = root[0] > 0 ? I.mul(half, I.inverse(root)) : [0, Infinity]
      const bend = root[0] > 0 ? I.mul(I.point(-0.25), I.inverse(I.power(root, 3))) : ([-Infinity, 0] as const)
      return [root, slope, bend]
    },
    needs: { words: 'a number of at least 0', least: 0, open: false },
  },
  sin: { value: Math.sin, bounds: (u) => [I.sin(u), I.cos(u), I.neg(I.sin(u))] },
  cos: { value: Math.cos, bounds: (u) => [I.cos(u), I.neg(I.sin(u)), I.neg(I.cos(u))] },
  tanh: {
    value: Math.tanh,
    bounds: (u) => {
      const slope = I.inverse(I.square(cosh(u)))
      return [tanh(u), slope, I.mul(I.mul(I.neg(two), tanh(u)), slope)]
    },
  },
  sinh: { value: Math.sinh, bounds: (u) => [sinh(u), cosh(u), sinh(u)] },
  cosh: { value: Math.cosh, bounds: (u) => [cosh(u), sinh(u), cosh(u)] },
  asinh: {
    value: Math.asinh,
    bounds: (u) => {
      const slope = I.inverse(sqrt(I.add(I.point(1), I.square(u))))
      return [I.increasing(Math.asinh)(u), slope, I.mul(I.neg(u), I.power(slope, 3))]
    },
  },
  sigmoid: {
    value: sigmoid,
    bounds: (u) => {
      const slope = logisticSlope(u)
      return [logistic(u), slope, I.mul(slope, I.sub(I.point(1), I.mul(two, logistic(u))))]
    },
  },
  softplus: {
    value: softplus,
    bounds: (u) => [I.increasing(softplus, [0, Infinity], 8)(u), logistic(u), logisticSlope(u)],
  },
  erf: {
    value: erf,
    bounds: (u) => [bounded(erf, [-1, 1], 64)(u), bell(u), I.mul(I.mul(I.neg(two), u), bell(u))],
  },
}
