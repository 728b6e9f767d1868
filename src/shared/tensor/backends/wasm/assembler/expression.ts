import type { Bytes } from './bytes'
import {
  laneOpcodes,
  memoryOpcodes,
  opcodes,
  type LaneOpcodeName,
  type MemoryOpcodeName,
  type Opcode,
  type OpcodeName,
  type ValueType,
} from './opcodes'

/**
 * A typed value under construction. Nothing is computed before the expression is written into a function, and it is
 * computed anew each time it is written: bind what is used twice with `FunctionBuilder.let`.
 */
export interface Expression {
  readonly type: ValueType
  write(out: Bytes): void
}

export function writeOpcode(out: Bytes, { prefix, code }: Opcode): void {
  if (prefix === 0) {
    out.byte(code)
    return
  }
  out.byte(prefix)
  out.unsigned(code)
}

/** Throws `internal: …` where operands do not fit the signature. */
export function checkOperands(name: string, { operands }: Opcode, given: readonly Expression[]): void {
  if (given.length !== operands.length || given.some(({ type }, i) => type !== operands[i]))
    throw new Error(`internal: ${name} takes (${operands.join(' ')}), got (${given.map(({ type }) => type).join(' ')})`)
}

function expression(name: string, opcode: Opcode, given: readonly Expression[], immediates?: (out: Bytes) => void) {
  checkOperands(name, opcode, given)
  if (opcode.result === null) throw new Error(`internal: ${name} has no value`)
  return {
    type: opcode.result,
    write: (out: Bytes) => {
      for (const operand of given) operand.write(out)
      writeOpcode(out, opcode)
      immediates?.(out)
    },
  }
}

/** Any instruction of `opcodes` that has a value. */
export const op = (name: OpcodeName, ...operands: Expression[]): Expression => expression(name, opcodes[name], operands)

/** Alignment and offset of a memory instruction. */
export function writeMemoryImmediates(out: Bytes, name: MemoryOpcodeName, offset: number): void {
  out.unsigned(memoryOpcodes[name].align)
  out.unsigned(offset)
}

/** A load, or an atomic instruction with a value, at `address` + `offset` bytes. */
export const load = (name: MemoryOpcodeName, address: Expression, offset = 0, ...operands: Expression[]): Expression =>
  expression(name, memoryOpcodes[name], [address, ...operands], (out) => {
    writeMemoryImmediates(out, name, offset)
  })

export const lane = (name: LaneOpcodeName, index: number, ...operands: Expression[]): Expression =>
  expression(name, laneOpcodes[name], operands, (out) => {
    out.byte(index)
  })

const constant = (type: ValueType, write: (out: Bytes) => void): Expression => ({ type, write })

export const i32 = (value: number): Expression =>
  constant('i32', (out) => {
    out.byte(0x41)
    out.signed(value)
  })

const bytesOf = (length: number, set: (view: DataView) => void): Uint8Array => {
  const view = new DataView(new ArrayBuffer(length))
  set(view)
  return new Uint8Array(view.buffer)
}

export const f32 = (value: number): Expression => {
  const bytes = bytesOf(4, (view) => { view.setFloat32(0, value, true) }) // prettier-ignore
  return constant('f32', (out) => {
    out.byte(0x43)
    out.append(bytes)
  })
}

export const f64 = (value: number): Expression => {
  const bytes = bytesOf(8, (view) => { view.setFloat64(0, value, true) }) // prettier-ignore
  return constant('f64', (out) => {
    out.byte(0x44)
    out.append(bytes)
  })
}

/** A vector of these 16 bytes. */
export function v128(bytes: Uint8Array): Expression {
  if (bytes.length !== 16) throw new Error(`internal: a v128 has 16 bytes, got ${bytes.length}`)
  return constant('v128', (out) => {
    out.byte(0xfd)
    out.unsigned(0x0c)
    out.append(bytes)
  })
}

/** Bytes chosen from the 32 of two vectors: `indices` has 16 numbers in [0, 32). */
export const shuffle = (indices: readonly number[], a: Expression, b: Expression): Expression =>
  expression(
    'i8x16.shuffle',
    { prefix: 0xfd, code: 0x0d, operands: ['v128', 'v128'], result: 'v128' },
    [a, b],
    (out) => {
      out.append(indices)
    },
  )

/** `whenTrue` if the i32 `condition` is not 0, else `whenFalse`; both are computed. */
export function choose(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  const { type } = whenTrue
  const opcode: Opcode = { prefix: 0, code: type === 'v128' ? 0x1c : 0x1b, operands: [type, type, 'i32'], result: type }
  return expression('select', opcode, [whenTrue, whenFalse, condition], (out) => {
    if (type === 'v128') out.append([1, 0x7b])
  })
}
