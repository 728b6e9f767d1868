import { i32, op, v128, type Expression } from '../assembler/expression'
import type { Lanes } from '../lanes'

/** The bits of a vector of floats seen as whole numbers of the same width, and how IEEE 754 lays the floats out. */
export interface Words {
  readonly bits: number
  /** Bits of a float's fraction. */
  readonly fractionBits: number
  /** What is added to the exponent of a float. */
  readonly bias: number
  constant(value: bigint): Expression
  /** The bits of a float, as a number to calculate constants with. */
  bitsOf(value: number): bigint
  add(a: Expression, b: Expression): Expression
  sub(a: Expression, b: Expression): Expression
  shiftLeft(a: Expression, bits: number): Expression
  /** Zeros come in from the left. */
  shiftRight(a: Expression, bits: number): Expression
}

export function wordsOf({ precision }: Lanes): Words {
  const single = precision === 'float32'
  const v = single ? 'i32x4' : 'i64x2'
  return {
    bits: single ? 32 : 64,
    fractionBits: single ? 23 : 52,
    bias: single ? 127 : 1023,
    constant: (value) => {
      const view = new DataView(new ArrayBuffer(16))
      for (let at = 0; at < 16; at += single ? 4 : 8) {
        if (single) view.setInt32(at, Number(BigInt.asIntN(32, value)), true)
        else view.setBigInt64(at, value, true)
      }
      return v128(new Uint8Array(view.buffer))
    },
    bitsOf: (value) => {
      const view = new DataView(new ArrayBuffer(8))
      if (single) view.setFloat32(0, value)
      else view.setFloat64(0, value)
      return single ? BigInt(view.getInt32(0)) : view.getBigInt64(0)
    },
    add: (a, b) => op(`${v}.add`, a, b),
    sub: (a, b) => op(`${v}.sub`, a, b),
    shiftLeft: (a, bits) => op(`${v}.shl`, a, i32(bits)),
    shiftRight: (a, bits) => op(`${v}.shr_u`, a, i32(bits)),
  }
}
