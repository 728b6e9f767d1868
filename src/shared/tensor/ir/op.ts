import type { Program } from './program'
import type { Shape } from './shape'

/** `float` is float32 or float64 as the backend is asked; `bool` holds truth values. */
export type DType = 'float' | 'bool'

type None = Readonly<Record<never, never>>

/** Every operation of the IR with its static attributes. Adding one here makes each rule table fail to compile until it has a rule. */
export interface OpAttributes {
  // Leaves
  /** `batched`: the first axis counts rows that are treated alike, so that a backend may hold and split them as it likes. */
  input: { readonly name: string; readonly shape: Shape; readonly batched: boolean }
  constant: { readonly shape: Shape; readonly values: Float64Array; readonly dtype: DType }

  // Elementwise, one operand
  neg: None
  abs: None
  sign: None
  floor: None
  exp: None
  expm1: None
  log: None
  log1p: None
  sqrt: None
  sin: None
  cos: None
  tanh: None
  sigmoid: None
  /** ln(1 + e^x), without overflow. */
  softplus: None
  erf: None
  not: None

  // Elementwise, two operands, NumPy broadcasting
  add: None
  sub: None
  mul: None
  div: None
  max: None
  min: None
  less: None
  lessEqual: None
  equal: None
  and: None
  or: None

  /** select(condition, a, b): a where true. All three broadcast. */
  select: None
  /** The identity, with derivative zero. */
  stopGradient: None

  // Movement
  reshape: { readonly shape: Shape }
  transpose: { readonly permutation: readonly number[] }
  broadcast: { readonly shape: Shape }
  concat: { readonly axis: number }
  /** Static indices along one axis: a slice, a permutation or a repetition. */
  take: { readonly axis: number; readonly indices: readonly number[] }
  /** The transpose of `take`: adds entry i into position indices[i] of an axis of `size`; the rest is zero. */
  put: { readonly axis: number; readonly indices: readonly number[]; readonly size: number }
  /** gather(x[…, K], index[…]) → […]: one entry along the last axis. The index holds whole numbers in [0, K). */
  gather: None
  /** The transpose of `gather`: scatter(v[…], index[…]) → […, size], zero elsewhere. */
  scatter: { readonly size: number }

  // Reductions drop their axes
  sum: { readonly axes: readonly number[] }
  maxReduce: { readonly axes: readonly number[] }
  cumsum: { readonly axis: number; readonly reverse: boolean; readonly exclusive: boolean }

  /** Products of the last two axes; leading axes must be equal. */
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean }
  /** Solves A X = B for X with A [n, n] triangular (or Aᵀ X = B), B [n, m]. `unit` takes the diagonal as 1. */
  triangularSolve: { readonly lower: boolean; readonly unit: boolean; readonly transpose: boolean }

  /**
   * root(lower, upper, …parameters): x with f(x; parameters) = 0, elementwise, f increasing in x and changing sign in
   * [lower, upper]. `body` has inputs `x`, `p0`, `p1`, … of one shape and outputs `f` and `slope` = ∂f/∂x. Solved by
   * Newton steps kept inside a shrinking bracket; differentiated implicitly.
   */
  root: { readonly body: Program; readonly iterations: number }

  /**
   * loop(…carries, …sequences, …givens): `length` turns of `body`, whose results, one after another as flat lists, are
   * the value; `loopResult` takes them out. See `loop.ts`, which writes them and tells the body's names. In `reverse` the
   * turns go from the last entry of each sequence to the first.
   */
  loop: LoopAttributes
  /** One result of a loop. */
  loopResult: { readonly name: string }
}

export type Op = keyof OpAttributes

export interface LoopAttributes {
  readonly body: Program
  readonly length: number
  readonly reverse: boolean
  /**
   * The body's name of each operand, in order: `c0` … for carries, `x0` … for the turn's entry of a sequence, `g0` … for
   * what stays the same.
   */
  readonly operands: readonly string[]
}

export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'erf'
  | 'not'
  | 'stopGradient'

export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min' | 'less' | 'lessEqual' | 'equal' | 'and' | 'or'
