import type { BinaryOp, UnaryOp } from '../../../ir/op'

export const unaryText: { readonly [O in UnaryOp]: (x: string) => string } = {
  neg: (x) => `(-${x})`,
  abs: (x) => `abs(${x})`,
  sign: (x) => `sign_(${x})`,
  floor: (x) => `floor(${x})`,
  exp: (x) => `exp_(${x})`,
  expm1: (x) => `expm1_(${x})`,
  log: (x) => `log_(${x})`,
  log1p: (x) => `log1p_(${x})`,
  sqrt: (x) => `sqrt(${x})`,
  sin: (x) => `sin_(${x})`,
  cos: (x) => `cos_(${x})`,
  tanh: (x) => `tanh_(${x})`,
  sigmoid: (x) => `sigmoid_(${x})`,
  softplus: (x) => `softplus_(${x})`,
  erf: (x) => `erf_(${x})`,
  not: (x) => `(!${x})`,
  stopGradient: (x) => x,
}

/** Above this a comparison asks whether a number is finite, which is told by its bits. */
const HUGE = 1e37

/**
 * `&` and `|` where both sides are known: `&&` and `||` are branches, and of a long function with many of them a compiler
 * in software takes minutes.
 */
export const binaryText: { readonly [O in BinaryOp]: (a: string, b: string) => string } = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / ${b})`,
  max: (a, b) => `max_(${a}, ${b})`,
  min: (a, b) => `min_(${a}, ${b})`,
  less: (a, b) => (isHuge(a) || isHuge(b) ? `((${a} < ${b}) & !isNan(${isHuge(a) ? b : a}))` : `(${a} < ${b})`),
  lessEqual: (a, b) => `(${a} <= ${b})`,
  equal: (a, b) => (a === b ? `(!isNan(${a}))` : `(${a} == ${b})`),
  and: (a, b) => `(${a} & ${b})`,
  or: (a, b) => `(${a} | ${b})`,
}

const isHuge = (text: string): boolean =>
  /^\(?-?[\d.]+(e\+?\d+)?f\)?$/.test(text) && Math.abs(parseFloat(text.replace('(', ''))) >= HUGE
