import { Bytes } from './bytes'
import { checkOperands, i32, op, writeMemoryImmediates, writeOpcode, type Expression } from './expression'
import { memoryOpcodes, type MemoryOpcodeName, type ValueType } from './opcodes'

/** A variable of a function; read it like any expression. */
export interface Local extends Expression {
  readonly index: number
}

export interface FunctionType {
  readonly params: readonly ValueType[]
  readonly results: readonly ValueType[]
}

/** A function that can be called: its place in the module's index space. */
export interface FunctionReference {
  readonly index: number
  readonly type: FunctionType
}

export const valueTypeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b }
const VOID_BLOCK = 0x40

/** A place that `branch` can leave for: a block's end or a loop's start. */
export interface Label {
  readonly depth: number
}

/**
 * Writes the body of one function, statement by statement, in the order of the calls. Variables come from a pool: those
 * made within `scope` are free again after it.
 */
export class FunctionBuilder {
  readonly #body = new Bytes()
  readonly #locals: ValueType[] = []
  readonly #free: Record<ValueType, number[]> = { i32: [], f32: [], f64: [], v128: [] }
  /** Variables made in each open scope. */
  readonly #scopes: Local[][] = []
  #depth = 0

  constructor(readonly type: FunctionType) {}

  param(index: number): Local {
    const type = this.type.params.at(index)
    if (type === undefined) throw new Error(`internal: no parameter ${index}`)
    return localOf(type, index)
  }

  /** A variable whose first value is not defined: another may have used it before. */
  local(type: ValueType): Local {
    const index = this.#free[type].pop() ?? this.type.params.length + this.#locals.push(type) - 1
    const local = localOf(type, index)
    this.#scopes.at(-1)?.push(local)
    return local
  }

  /** Computes a value once, to be used many times. */
  let(value: Expression): Local {
    const local = this.local(value.type)
    this.set(local, value)
    return local
  }

  set(local: Local, value: Expression): void {
    if (local.type !== value.type) throw new Error(`internal: a ${value.type} for a variable of ${local.type}`)
    value.write(this.#body)
    this.#body.byte(0x21)
    this.#body.unsigned(local.index)
  }

  /** Returns a variable to the pool early; it must not be used again. */
  release(local: Local): void {
    for (const made of this.#scopes) {
      const at = made.indexOf(local)
      if (at >= 0) made.splice(at, 1)
    }
    this.#free[local.type].push(local.index)
  }

  /** Runs `body`; variables made in it are free afterwards, the one that holds its value is not. */
  scope(body: () => Expression): Local
  scope(body: () => void): void
  scope(body: () => Expression | void): Local | undefined {
    const made: Local[] = []
    this.#scopes.push(made)
    const value = body()
    this.#scopes.pop()
    if (value === undefined) {
      for (const local of made) this.release(local)
      return undefined
    }
    // Written before the pool gets the scope's variables back: one of them may hold the value.
    const result = this.let(value)
    for (const local of made) this.release(local)
    return result
  }

  store(name: MemoryOpcodeName, address: Expression, value: Expression, offset = 0): void {
    const opcode = memoryOpcodes[name]
    checkOperands(name, opcode, [address, value])
    if (opcode.result !== null) throw new Error(`internal: ${name} has a value`)
    address.write(this.#body)
    value.write(this.#body)
    writeOpcode(this.#body, opcode)
    writeMemoryImmediates(this.#body, name, offset)
  }

  /** Computes a value for its effect only. */
  drop(value: Expression): void {
    value.write(this.#body)
    this.#body.byte(0x1a)
  }

  /** Blocks until the 32-bit word at `address` is woken, unless it differs from `expected`. The memory must be shared. */
  wait(address: Expression, expected: Expression): void {
    address.write(this.#body)
    expected.write(this.#body)
    this.#body.append([0x42])
    this.#body.signed64(-1n)
    this.#body.append([0xfe, 0x01, 2, 0])
    this.#body.byte(0x1a)
  }

  copyMemory(to: Expression, from: Expression, bytes: Expression): void {
    for (const operand of [to, from, bytes]) operand.write(this.#body)
    this.#body.append([0xfc, 0x0a, 0x00, 0x00])
  }

  fillMemory(to: Expression, byte: number, bytes: Expression): void {
    for (const operand of [to, i32(byte), bytes]) operand.write(this.#body)
    this.#body.append([0xfc, 0x0b, 0x00])
  }

  /** Calls a function without results. */
  call({ index, type }: FunctionReference, ...operands: Expression[]): void {
    const wanted = { prefix: 0, code: 0, operands: type.params, result: null }
    checkOperands(`function ${index}`, wanted, operands)
    if (type.results.length > 0) throw new Error(`internal: function ${index} has a value`)
    for (const operand of operands) operand.write(this.#body)
    this.#body.byte(0x10)
    this.#body.unsigned(index)
  }

  /** Leaves the function's result; the last statement. */
  result(value: Expression): void {
    value.write(this.#body)
  }

  block(body: (end: Label) => void): void {
    this.#nest(0x02, body)
  }

  loop(body: (start: Label) => void): void {
    this.#nest(0x03, body)
  }

  if(condition: Expression, then: () => void, otherwise?: () => void): void {
    condition.write(this.#body)
    this.#body.append([0x04, VOID_BLOCK])
    this.#depth++
    then()
    if (otherwise) {
      this.#body.byte(0x05)
      otherwise()
    }
    this.#depth--
    this.#body.byte(0x0b)
  }

  branch(to: Label): void {
    this.#body.byte(0x0c)
    this.#body.unsigned(this.#depth - to.depth)
  }

  branchIf(to: Label, condition: Expression): void {
    condition.write(this.#body)
    this.#body.byte(0x0d)
    this.#body.unsigned(this.#depth - to.depth)
  }

  /** for (i = from; i < to; i += step) as signed numbers; tests before the first turn. `body` must leave `i` alone. */
  for(from: Expression, to: Expression, step: number, body: (i: Local) => void): void {
    this.scope(() => {
      const i = this.let(from)
      const end = this.let(to)
      this.block((done) => {
        this.branchIf(done, op('i32.ge_s', i, end))
        this.loop((again) => {
          body(i)
          this.set(i, op('i32.add', i, i32(step)))
          this.branchIf(again, op('i32.lt_s', i, end))
        })
      })
    })
  }

  #nest(code: number, body: (label: Label) => void): void {
    this.#body.append([code, VOID_BLOCK])
    this.#depth++
    body({ depth: this.#depth })
    this.#depth--
    this.#body.byte(0x0b)
  }

  /** The code entry: declarations of variables, the body, its end. */
  encode(): Uint8Array {
    const out = new Bytes()
    const runs: [number, ValueType][] = []
    for (const type of this.#locals) {
      const last = runs.at(-1)
      if (last?.[1] === type) last[0]++
      else runs.push([1, type])
    }
    out.unsigned(runs.length)
    for (const [count, type] of runs) {
      out.unsigned(count)
      out.byte(valueTypeCodes[type])
    }
    out.append(this.#body.view())
    out.byte(0x0b)
    return out.view().slice()
  }
}

const localOf = (type: ValueType, index: number): Local => ({
  type,
  index,
  write: (out) => {
    out.byte(0x20)
    out.unsigned(index)
  },
})
