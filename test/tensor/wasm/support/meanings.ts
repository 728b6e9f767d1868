import type { OpcodeName } from '@shared/tensor/backends/wasm/assembler/opcodes'

type Lane = 'i32' | 'i64' | 'f32' | 'f64'
/** Bytes in and out: operands and result as they lie in memory, 16 bytes each; scalars take the first ones. */
type Meaning = (...operands: Uint8Array[]) => Uint8Array

const arrays = { i32: Int32Array, i64: BigInt64Array, f32: Float32Array, f64: Float64Array }
const read = (lane: Lane, bytes: Uint8Array): (number | bigint)[] => [...new arrays[lane](bytes.slice().buffer)]

function write(lane: Lane, values: readonly (number | bigint)[]): Uint8Array {
  const bytes = new Uint8Array(16)
  if (lane === 'i64') new BigInt64Array(bytes.buffer).set(values.map(BigInt))
  else new arrays[lane](bytes.buffer).set(values.map(Number))
  return bytes
}

/** Halves go to the even neighbour. */
const nearest = (x: number) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))
const saturated = (x: number) => (Number.isNaN(x) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(x))))

/** One number from some, by the last part of an instruction's name. Truth values are what `i32` comparisons give. */
const onFloats: Readonly<Record<string, (a: number, b: number, c: number) => number | boolean>> = {
  abs: Math.abs,
  neg: (a) => -a,
  sqrt: Math.sqrt,
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  pmin: (a, b) => (b < a ? b : a),
  pmax: (a, b) => (a < b ? b : a),
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  ge: (a, b) => a >= b,
  relaxed_madd: (a, b, c) => a * b + c,
  relaxed_nmadd: (a, b, c) => -(a * b) + c,
}
const onIntegers: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  eqz: (a) => a === 0,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt_s: (a, b) => a < b,
  lt_u: (a, b) => a >>> 0 < b >>> 0,
  gt_s: (a, b) => a > b,
  le_s: (a, b) => a <= b,
  ge_s: (a, b) => a >= b,
  ge_u: (a, b) => a >>> 0 >= b >>> 0,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: Math.imul,
  div_s: (a, b) => Math.trunc(a / b),
  div_u: (a, b) => Math.trunc((a >>> 0) / (b >>> 0)),
  rem_u: (a, b) => (a >>> 0) % (b >>> 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << b,
  shr_s: (a, b) => a >> b,
  shr_u: (a, b) => a >>> b,
  min_s: (a, b) => Math.min(a, b),
  max_s: (a, b) => Math.max(a, b),
}
const onLongs: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  shl: (a, b) => a << (b & 63n),
  shr_s: (a, b) => a >> (b & 63n),
  shr_u: (a, b) => BigInt.asUintN(64, a) >> (b & 63n),
}
const onBytes: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  not: (a) => ~a,
  and: (a, b) => a & b,
  andnot: (a, b) => a & ~b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  bitselect: (a, b, mask) => (a & mask) | (b & ~mask),
}

const anyBit = (a: Uint8Array) => write('i32', [Number(a.some((byte) => byte !== 0))])
const all = (a: Uint8Array) => write('i32', [Number(read('i32', a).every((lane) => lane !== 0))])
const splat = (lane: Lane): Meaning => (a) => write(lane, new Array(16 / arrays[lane].BYTES_PER_ELEMENT).fill(read(lane, a)[0])) // prettier-ignore
const convert =
  (from: Lane, to: Lane, lanes: number, by = (x: number) => x): Meaning =>
  (a) => write(to, read(from, a).slice(0, lanes).map((x) => by(Number(x)))) // prettier-ignore

/** Instructions that are not the same arithmetic in every lane. */
const special: Partial<Record<OpcodeName, Meaning>> = {
  'i32.trunc_sat_f32_s': convert('f32', 'i32', 1, saturated),
  'i32.trunc_sat_f64_s': convert('f64', 'i32', 1, saturated),
  'f32.convert_i32_s': convert('i32', 'f32', 1),
  'f64.convert_i32_s': convert('i32', 'f64', 1),
  'i32x4.trunc_sat_f32x4_s': convert('f32', 'i32', 4, saturated),
  'i32x4.trunc_sat_f64x2_s_zero': convert('f64', 'i32', 2, saturated),
  'f32x4.convert_i32x4_s': convert('i32', 'f32', 4),
  'f64x2.convert_low_i32x4_s': convert('i32', 'f64', 2),
  'i64x2.extend_low_i32x4_s': convert('i32', 'i64', 2),
  'f32x4.demote_f64x2_zero': convert('f64', 'f32', 2),
  'f64x2.promote_low_f32x4': convert('f32', 'f64', 2),
  'i32x4.splat': splat('i32'),
  'f32x4.splat': splat('f32'),
  'f64x2.splat': splat('f64'),
  'v128.any_true': anyBit,
  'i32x4.all_true': all,
  'i8x16.swizzle': (a, places) => places.map((place) => (place < 16 ? a[place] : 0)),
}

function lanewise(name: string): Meaning {
  const [shape, operation] = name.split('.')
  const lane = shape.slice(0, 3) as Lane
  const vector = shape.length > 3
  if (shape === 'v128') return (a, b = a, c = a) => a.map((byte, i) => onBytes[operation](byte, b[i], c[i]))
  if (operation === 'relaxed_laneselect')
    return (a, b, mask) => a.map((byte, i) => onBytes.bitselect(byte, b[i], mask[i]))
  const shift = operation.startsWith('sh')
  const table: Readonly<Record<string, (...operands: never[]) => number | bigint | boolean>> =
    lane === 'i64' ? onLongs : lane === 'i32' ? onIntegers : onFloats
  const compute = table[operation]
  return (...operands) => {
    const [a, b = [], c = []] = operands.map((bytes, k) => read(shift && k === 1 ? 'i32' : lane, bytes))
    const second = (i: number) => (!shift ? b[i] : lane === 'i64' ? BigInt(b[0]) : b[0])
    const results = a.map((value, i) => compute(...([value, second(i), c[i]] as never[])))
    if (typeof results[0] !== 'boolean') return write(lane, vector ? (results as number[]) : [results[0]])
    if (!vector) return write('i32', [Number(results[0])])
    const masks = results.map((truth) => (truth ? -1 : 0))
    return write(lane === 'f64' ? 'i64' : 'i32', masks)
  }
}

/** What an instruction computes, by the WebAssembly specification. */
export const meaningOf = (name: OpcodeName): Meaning => special[name] ?? lanewise(name)
