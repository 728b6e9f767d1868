/** Types that values of a WebAssembly function have. */
export type ValueType = 'i32' | 'f32' | 'f64' | 'v128'

/** An instruction without immediates: its bytes (before a prefix's LEB) and its signature. */
export interface Opcode {
  /** 0 for one-byte instructions, else 0xfc, 0xfd (SIMD) or 0xfe (atomics). */
  readonly prefix: number
  readonly code: number
  readonly operands: readonly ValueType[]
  readonly result: ValueType | null
}

function parse(prefix: number, code: number, signature: string): Opcode {
  const [operands, result] = signature.split('>').map((part) => part.trim())
  return {
    prefix,
    code,
    operands: operands.split(' ').filter(Boolean) as ValueType[],
    result: result === '' ? null : (result as ValueType),
  }
}
const plain = (code: number, signature: string) => parse(0, code, signature)
const simd = (code: number, signature: string) => parse(0xfd, code, signature)

const [i32Two, i32One] = ['i32 i32 > i32', 'i32 > i32']
const [v1, v2, v3] = ['v128 > v128', 'v128 v128 > v128', 'v128 v128 v128 > v128']
const [f32One, f32Two, f64One, f64Two] = ['f32 > f32', 'f32 f32 > f32', 'f64 > f64', 'f64 f64 > f64']

/** Instructions that take no immediate, by the names of the WebAssembly specification. */
export const opcodes = {
  'i32.eqz': plain(0x45, i32One),
  'i32.eq': plain(0x46, i32Two),
  'i32.ne': plain(0x47, i32Two),
  'i32.lt_s': plain(0x48, i32Two),
  'i32.lt_u': plain(0x49, i32Two),
  'i32.gt_s': plain(0x4a, i32Two),
  'i32.le_s': plain(0x4c, i32Two),
  'i32.ge_s': plain(0x4e, i32Two),
  'i32.ge_u': plain(0x4f, i32Two),
  'i32.add': plain(0x6a, i32Two),
  'i32.sub': plain(0x6b, i32Two),
  'i32.mul': plain(0x6c, i32Two),
  'i32.div_s': plain(0x6d, i32Two),
  'i32.div_u': plain(0x6e, i32Two),
  'i32.rem_u': plain(0x70, i32Two),
  'i32.and': plain(0x71, i32Two),
  'i32.or': plain(0x72, i32Two),
  'i32.xor': plain(0x73, i32Two),
  'i32.shl': plain(0x74, i32Two),
  'i32.shr_s': plain(0x75, i32Two),
  'i32.shr_u': plain(0x76, i32Two),

  'f32.eq': plain(0x5b, 'f32 f32 > i32'),
  'f32.lt': plain(0x5d, 'f32 f32 > i32'),
  'f32.gt': plain(0x5e, 'f32 f32 > i32'),
  'f32.le': plain(0x5f, 'f32 f32 > i32'),
  'f32.abs': plain(0x8b, f32One),
  'f32.neg': plain(0x8c, f32One),
  'f32.sqrt': plain(0x91, f32One),
  'f32.add': plain(0x92, f32Two),
  'f32.sub': plain(0x93, f32Two),
  'f32.mul': plain(0x94, f32Two),
  'f32.div': plain(0x95, f32Two),
  'f32.min': plain(0x96, f32Two),
  'f32.max': plain(0x97, f32Two),
  'f64.eq': plain(0x61, 'f64 f64 > i32'),
  'f64.lt': plain(0x63, 'f64 f64 > i32'),
  'f64.gt': plain(0x64, 'f64 f64 > i32'),
  'f64.le': plain(0x65, 'f64 f64 > i32'),
  'f64.abs': plain(0x99, f64One),
  'f64.neg': plain(0x9a, f64One),
  'f64.sqrt': plain(0x9f, f64One),
  'f64.add': plain(0xa0, f64Two),
  'f64.sub': plain(0xa1, f64Two),
  'f64.mul': plain(0xa2, f64Two),
  'f64.div': plain(0xa3, f64Two),
  'f64.min': plain(0xa4, f64Two),
  'f64.max': plain(0xa5, f64Two),

  'i32.trunc_sat_f32_s': parse(0xfc, 0, 'f32 > i32'),
  'i32.trunc_sat_f64_s': parse(0xfc, 2, 'f64 > i32'),
  'f32.convert_i32_s': plain(0xb2, 'i32 > f32'),
  'f64.convert_i32_s': plain(0xb7, 'i32 > f64'),

  'i8x16.swizzle': simd(0x0e, v2),
  'i32x4.splat': simd(0x11, 'i32 > v128'),
  'f32x4.splat': simd(0x13, 'f32 > v128'),
  'f64x2.splat': simd(0x14, 'f64 > v128'),
  'i32x4.eq': simd(0x37, v2),
  'i32x4.lt_s': simd(0x39, v2),
  'i32x4.gt_s': simd(0x3b, v2),
  'f32x4.eq': simd(0x41, v2),
  'f32x4.ne': simd(0x42, v2),
  'f32x4.lt': simd(0x43, v2),
  'f32x4.gt': simd(0x44, v2),
  'f32x4.le': simd(0x45, v2),
  'f32x4.ge': simd(0x46, v2),
  'f64x2.eq': simd(0x47, v2),
  'f64x2.ne': simd(0x48, v2),
  'f64x2.lt': simd(0x49, v2),
  'f64x2.gt': simd(0x4a, v2),
  'f64x2.le': simd(0x4b, v2),
  'f64x2.ge': simd(0x4c, v2),
  'v128.not': simd(0x4d, v1),
  'v128.and': simd(0x4e, v2),
  'v128.andnot': simd(0x4f, v2),
  'v128.or': simd(0x50, v2),
  'v128.xor': simd(0x51, v2),
  'v128.bitselect': simd(0x52, v3),
  'v128.any_true': simd(0x53, 'v128 > i32'),
  'f32x4.demote_f64x2_zero': simd(0x5e, v1),
  'f64x2.promote_low_f32x4': simd(0x5f, v1),
  'f32x4.ceil': simd(0x67, v1),
  'f32x4.floor': simd(0x68, v1),
  'f32x4.trunc': simd(0x69, v1),
  'f32x4.nearest': simd(0x6a, v1),
  'f64x2.ceil': simd(0x74, v1),
  'f64x2.floor': simd(0x75, v1),
  'f64x2.trunc': simd(0x7a, v1),
  'f64x2.nearest': simd(0x94, v1),
  'i32x4.all_true': simd(0xa3, 'v128 > i32'),
  'i32x4.shl': simd(0xab, 'v128 i32 > v128'),
  'i32x4.shr_s': simd(0xac, 'v128 i32 > v128'),
  'i32x4.shr_u': simd(0xad, 'v128 i32 > v128'),
  'i32x4.add': simd(0xae, v2),
  'i32x4.sub': simd(0xb1, v2),
  'i32x4.mul': simd(0xb5, v2),
  'i32x4.min_s': simd(0xb6, v2),
  'i32x4.max_s': simd(0xb8, v2),
  'i64x2.extend_low_i32x4_s': simd(0xc7, v1),
  'i64x2.shl': simd(0xcb, 'v128 i32 > v128'),
  'i64x2.shr_s': simd(0xcc, 'v128 i32 > v128'),
  'i64x2.shr_u': simd(0xcd, 'v128 i32 > v128'),
  'i64x2.add': simd(0xce, v2),
  'i64x2.sub': simd(0xd1, v2),
  'f32x4.abs': simd(0xe0, v1),
  'f32x4.neg': simd(0xe1, v1),
  'f32x4.sqrt': simd(0xe3, v1),
  'f32x4.add': simd(0xe4, v2),
  'f32x4.sub': simd(0xe5, v2),
  'f32x4.mul': simd(0xe6, v2),
  'f32x4.div': simd(0xe7, v2),
  'f32x4.min': simd(0xe8, v2),
  'f32x4.max': simd(0xe9, v2),
  'f32x4.pmin': simd(0xea, v2),
  'f32x4.pmax': simd(0xeb, v2),
  'f64x2.abs': simd(0xec, v1),
  'f64x2.neg': simd(0xed, v1),
  'f64x2.sqrt': simd(0xef, v1),
  'f64x2.add': simd(0xf0, v2),
  'f64x2.sub': simd(0xf1, v2),
  'f64x2.mul': simd(0xf2, v2),
  'f64x2.div': simd(0xf3, v2),
  'f64x2.min': simd(0xf4, v2),
  'f64x2.max': simd(0xf5, v2),
  'f64x2.pmin': simd(0xf6, v2),
  'f64x2.pmax': simd(0xf7, v2),
  'i32x4.trunc_sat_f32x4_s': simd(0xf8, v1),
  'f32x4.convert_i32x4_s': simd(0xfa, v1),
  'i32x4.trunc_sat_f64x2_s_zero': simd(0xfc, v1),
  'f64x2.convert_low_i32x4_s': simd(0xfe, v1),
  'f32x4.relaxed_madd': simd(0x105, v3),
  'f32x4.relaxed_nmadd': simd(0x106, v3),
  'f64x2.relaxed_madd': simd(0x107, v3),
  'f64x2.relaxed_nmadd': simd(0x108, v3),
  'i32x4.relaxed_laneselect': simd(0x10b, v3),
  'i64x2.relaxed_laneselect': simd(0x10c, v3),
} as const satisfies Record<string, Opcode>

export type OpcodeName = keyof typeof opcodes

/** An instruction that reads or writes memory: `align` is the largest alignment it may promise, as a power of two. */
export interface MemoryOpcode extends Opcode {
  readonly align: number
}
const memory = (prefix: number, code: number, align: number, signature: string): MemoryOpcode => ({
  ...parse(prefix, code, signature),
  align,
})

/** Loads take an address, stores an address and a value; all have an offset. */
export const memoryOpcodes = {
  'i32.load': memory(0, 0x28, 2, 'i32 > i32'),
  'f32.load': memory(0, 0x2a, 2, 'i32 > f32'),
  'f64.load': memory(0, 0x2b, 3, 'i32 > f64'),
  'i32.store': memory(0, 0x36, 2, 'i32 i32 >'),
  'f32.store': memory(0, 0x38, 2, 'i32 f32 >'),
  'f64.store': memory(0, 0x39, 3, 'i32 f64 >'),
  'v128.load': memory(0xfd, 0x00, 4, 'i32 > v128'),
  'v128.load32_splat': memory(0xfd, 0x09, 2, 'i32 > v128'),
  'v128.load64_splat': memory(0xfd, 0x0a, 3, 'i32 > v128'),
  'v128.store': memory(0xfd, 0x0b, 4, 'i32 v128 >'),
  'v128.load32_zero': memory(0xfd, 0x5c, 2, 'i32 > v128'),
  'v128.load64_zero': memory(0xfd, 0x5d, 3, 'i32 > v128'),
  'memory.atomic.notify': memory(0xfe, 0x00, 2, 'i32 i32 > i32'),
  'i32.atomic.load': memory(0xfe, 0x10, 2, 'i32 > i32'),
  'i32.atomic.store': memory(0xfe, 0x17, 2, 'i32 i32 >'),
  'i32.atomic.rmw.add': memory(0xfe, 0x1e, 2, 'i32 i32 > i32'),
  'i32.atomic.rmw.cmpxchg': memory(0xfe, 0x48, 2, 'i32 i32 i32 > i32'),
} as const satisfies Record<string, MemoryOpcode>

export type MemoryOpcodeName = keyof typeof memoryOpcodes

/** Instructions with the number of a lane as their immediate. */
export const laneOpcodes = {
  'i32x4.extract_lane': simd(0x1b, 'v128 > i32'),
  'f32x4.extract_lane': simd(0x1f, 'v128 > f32'),
  'f32x4.replace_lane': simd(0x20, 'v128 f32 > v128'),
  'f64x2.extract_lane': simd(0x21, 'v128 > f64'),
  'f64x2.replace_lane': simd(0x22, 'v128 f64 > v128'),
} as const satisfies Record<string, Opcode>

export type LaneOpcodeName = keyof typeof laneOpcodes
