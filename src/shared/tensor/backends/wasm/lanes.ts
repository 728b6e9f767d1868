import { f32, f64, lane, load, op, shuffle, v128, type Expression } from './assembler/expression'
import type { FunctionBuilder } from './assembler/functionBuilder'

export type Precision = 'float32' | 'float64'

/**
 * Arithmetic on one vector register of floats: four of 32 bits or two of 64. Kernels are written once against it. Truth
 * values are masks, all bits of a lane set or none.
 */
export interface Lanes {
  readonly precision: Precision
  /** Numbers in a vector. */
  readonly count: number
  /** Bytes of a number. */
  readonly bytes: number
  readonly scalarType: 'f32' | 'f64'
  /** Whether `madd` rounds once. */
  readonly fused: boolean

  constant(value: number): Expression
  /** A vector of one number per lane. */
  constants(values: readonly number[]): Expression
  load(address: Expression, offset?: number): Expression
  /** One number from memory in all lanes. */
  loadSplat(address: Expression, offset?: number): Expression
  store(f: FunctionBuilder, address: Expression, value: Expression, offset?: number): void
  splat(scalar: Expression): Expression
  lane(vector: Expression, index: number): Expression
  loadScalar(address: Expression, offset?: number): Expression
  storeScalar(f: FunctionBuilder, address: Expression, value: Expression, offset?: number): void
  scalar(value: number): Expression

  add(a: Expression, b: Expression): Expression
  sub(a: Expression, b: Expression): Expression
  mul(a: Expression, b: Expression): Expression
  div(a: Expression, b: Expression): Expression
  /** a·b + c, rounded once where the machine can, else twice. */
  madd(a: Expression, b: Expression, c: Expression): Expression
  /** c − a·b, likewise. */
  nmadd(a: Expression, b: Expression, c: Expression): Expression
  neg(a: Expression): Expression
  abs(a: Expression): Expression
  sqrt(a: Expression): Expression
  floor(a: Expression): Expression
  /** To the nearest whole number, halves to even. */
  nearest(a: Expression): Expression
  /** NaN when either is. */
  min(a: Expression, b: Expression): Expression
  max(a: Expression, b: Expression): Expression
  /** b < a ? b : a, one instruction: `a` when either is NaN. */
  pmin(a: Expression, b: Expression): Expression
  /** a < b ? b : a, likewise. */
  pmax(a: Expression, b: Expression): Expression
  less(a: Expression, b: Expression): Expression
  lessEqual(a: Expression, b: Expression): Expression
  equal(a: Expression, b: Expression): Expression
  notEqual(a: Expression, b: Expression): Expression

  and(a: Expression, b: Expression): Expression
  or(a: Expression, b: Expression): Expression
  xor(a: Expression, b: Expression): Expression
  /** a and not b. */
  andNot(a: Expression, b: Expression): Expression
  not(a: Expression): Expression
  /** Where the mask is set `a`, else `b`. */
  select(mask: Expression, a: Expression, b: Expression): Expression
  /** Lanes in the opposite half and pair: for sums across a vector. */
  swapHalves(a: Expression): Expression
}

const shape = { float32: 'f32x4', float64: 'f64x2' } as const

/** Kernels take two vectors of rows at a time. */
export const rowStep = (lanes: Lanes): number => 2 * lanes.count

/** So many rows and the padding after them. */
export const paddedRows = (rows: number, lanes: Lanes): number => Math.ceil(rows / rowStep(lanes)) * rowStep(lanes)

/** The vector arithmetic of a precision; `relaxed` where the runtime has the relaxed SIMD instructions. */
export function lanesOf(precision: Precision, relaxed: boolean): Lanes {
  const v = shape[precision]
  const single = precision === 'float32'
  const scalarType = single ? 'f32' : 'f64'
  const count = single ? 4 : 2
  const bytes = single ? 4 : 8
  const two =
    (name: 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax' | 'lt' | 'le' | 'eq' | 'ne') =>
    (a: Expression, b: Expression) =>
      op(`${v}.${name}`, a, b)
  const one = (name: 'neg' | 'abs' | 'sqrt' | 'floor' | 'nearest') => (a: Expression) => op(`${v}.${name}`, a)
  const bits = (name: 'and' | 'or' | 'xor' | 'andnot') => (a: Expression, b: Expression) => op(`v128.${name}`, a, b)
  const [add, sub, mul] = [two('add'), two('sub'), two('mul')]
  const constants = (values: readonly number[]) => {
    const view = new DataView(new ArrayBuffer(16))
    values.forEach((value, i) => {
      if (single) view.setFloat32(4 * i, value, true)
      else view.setFloat64(8 * i, value, true)
    })
    return v128(new Uint8Array(view.buffer))
  }
  return {
    precision,
    count,
    bytes,
    scalarType,
    fused: relaxed,
    constant: (value) => constants(new Array<number>(count).fill(value)),
    constants,
    load: (address, offset) => load('v128.load', address, offset),
    loadSplat: (address, offset) => load(single ? 'v128.load32_splat' : 'v128.load64_splat', address, offset),
    store: (f, address, value, offset) => {
      f.store('v128.store', address, value, offset)
    },
    splat: (scalar) => op(`${v}.splat`, scalar),
    lane: (vector, index) => lane(`${v}.extract_lane`, index, vector),
    loadScalar: (address, offset) => load(`${scalarType}.load`, address, offset),
    storeScalar: (f, address, value, offset) => {
      f.store(`${scalarType}.store`, address, value, offset)
    },
    scalar: single ? f32 : f64,
    add,
    sub,
    mul,
    div: two('div'),
    madd: relaxed ? (a, b, c) => op(`${v}.relaxed_madd`, a, b, c) : (a, b, c) => add(c, mul(a, b)),
    nmadd: relaxed ? (a, b, c) => op(`${v}.relaxed_nmadd`, a, b, c) : (a, b, c) => sub(c, mul(a, b)),
    neg: one('neg'),
    abs: one('abs'),
    sqrt: one('sqrt'),
    floor: one('floor'),
    nearest: one('nearest'),
    min: two('min'),
    max: two('max'),
    pmin: two('pmin'),
    pmax: two('pmax'),
    less: two('lt'),
    lessEqual: two('le'),
    equal: two('eq'),
    notEqual: two('ne'),
    and: bits('and'),
    or: bits('or'),
    xor: bits('xor'),
    andNot: bits('andnot'),
    not: (a) => op('v128.not', a),
    // The relaxed one may look at a mask's highest bit only: one instruction instead of three.
    select: (mask, a, b) =>
      op(relaxed ? (single ? 'i32x4.relaxed_laneselect' : 'i64x2.relaxed_laneselect') : 'v128.bitselect', a, b, mask),
    swapHalves: (a) => shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7], a, a),
  }
}
