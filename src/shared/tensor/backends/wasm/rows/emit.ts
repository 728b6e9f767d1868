import { i32, op, v128, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'
import type { Operand as Address } from '../kernels/tail'
import { binary, elementary } from '../maths'
import { argumentsOf, type Instruction, type RootCode, type VectorCode, type VectorValue } from './vectorCode'

/** Where the code's operands lie at the present rows, and what it begins with. */
export interface Surroundings {
  readonly f: FunctionBuilder
  readonly lanes: Lanes
  address(operand: number, element: number): Address
  /** The value of `product` and `guess` instructions. */
  readonly given?: Expression
  /** Values computed before and kept, by instruction. */
  readonly held?: ReadonlyMap<VectorValue, Local>
}

const ALL_SET = v128(new Uint8Array(16).fill(0xff))
const NONE_SET = v128(new Uint8Array(16))

/**
 * Emits all of the code that is used, and its stores: each as soon as its value is known, or all at the end where stores
 * may overwrite what is still to be loaded.
 */
export function emitCode(code: VectorCode, around: Surroundings, storesLast = false): void {
  const values = new Emission(code, around, code.uses())
  if (storesLast) for (const { value } of code.stores) values.of(value)
  for (const { operand, element, value } of code.stores) {
    const { address, offset } = around.address(operand, element)
    around.lanes.store(around.f, address, values.of(value), offset)
    values.used(value)
  }
  values.end()
}

/** Values that are the same for all rows: constants, what all rows share, and what follows from them alone. */
export function sharedByRows(code: VectorCode): boolean[] {
  const shared: boolean[] = []
  for (const instruction of code.instructions)
    shared.push(
      instruction.kind === 'load'
        ? !code.operands[instruction.operand].rows
        : instruction.kind !== 'product' &&
            instruction.kind !== 'guess' &&
            argumentsOf(instruction).every((argument) => shared[argument]),
    )
  return shared
}

/** Emits what rows share and others are computed from, to be held while the rows pass by. */
export function emitShared(code: VectorCode, around: Surroundings): Map<VectorValue, Local> {
  const shared = sharedByRows(code)
  const uses = code.uses()
  // Only what a row's own instruction reads need be held; what leads there is released.
  const wanted = new Set<VectorValue>(code.stores.map(({ value }) => value).filter((value) => shared[value]))
  code.instructions.forEach((instruction, i) => {
    if (uses[i] === 0 || shared[i]) return
    for (const argument of argumentsOf(instruction)) if (shared[argument]) wanted.add(argument)
  })
  const worth = [...wanted].filter((value) => code.instructions[value].kind !== 'constant')
  const values = new Emission(code, around, code.uses(worth))
  const held = new Map<VectorValue, Local>()
  for (const value of worth) held.set(value, values.of(value))
  return held
}

/** The state of one pass of emission: which values are in which variables, and how many uses they still have. */
class Emission {
  readonly #locals = new Map<VectorValue, Local>()

  constructor(
    private readonly code: VectorCode,
    private readonly around: Surroundings,
    private readonly left: Uint32Array,
  ) {}

  /** The value, computed now unless it is known. Each call is one use: say `used` when its reader is written. */
  of(value: VectorValue): Local {
    const known = this.around.held?.get(value) ?? this.#locals.get(value)
    if (known) return known
    const local = this.#compute(this.code.instructions[value], value)
    this.#locals.set(value, local)
    return local
  }

  /** One use is over; after the last the variable is free. */
  used(value: VectorValue): void {
    this.left[value]--
    const local = this.#locals.get(value)
    if (this.left[value] > 0 || !local) return
    this.#locals.delete(value)
    this.around.f.release(local)
  }

  /** Frees what is left. */
  end(): void {
    for (const local of this.#locals.values()) this.around.f.release(local)
    this.#locals.clear()
  }

  #compute(instruction: Instruction, value: VectorValue): Local {
    const { f, lanes } = this.around
    const contracted = this.#contraction(instruction)
    if (contracted) {
      const { a, b, c, product } = contracted
      const [va, vb, vc] = [this.of(a), this.of(b), this.of(c)]
      const result = f.let(
        instruction.kind === 'binary' && instruction.op === 'sub' ? lanes.nmadd(va, vb, vc) : lanes.madd(va, vb, vc),
      )
      this.left[product]--
      for (const argument of [a, b, c]) this.used(argument)
      return result
    }
    const operands = argumentsOf(instruction)
    const given = operands.map((argument) => this.of(argument))
    const result = f.scope(() => this.#expression(instruction, given, value))
    for (const argument of operands) this.used(argument)
    return result
  }

  /** a·b ± c in one instruction, where nothing else needs the product. */
  #contraction(instruction: Instruction) {
    if (instruction.kind !== 'binary' || (instruction.op !== 'add' && instruction.op !== 'sub')) return null
    const productOf = (value: VectorValue) => {
      const factor = this.code.instructions[value]
      const fresh = this.left[value] === 1 && !this.#locals.has(value) && !this.around.held?.has(value)
      return fresh && factor.kind === 'binary' && factor.op === 'mul' ? factor : null
    }
    const right = instruction.a === instruction.b ? null : productOf(instruction.b)
    if (right) return { a: right.a, b: right.b, c: instruction.a, product: instruction.b }
    const left = instruction.op === 'add' && instruction.a !== instruction.b ? productOf(instruction.a) : null
    return left && { a: left.a, b: left.b, c: instruction.b, product: instruction.a }
  }

  #expression(instruction: Instruction, given: readonly Local[], value: VectorValue): Expression {
    const { f, lanes } = this.around
    switch (instruction.kind) {
      case 'constant':
        if (instruction.mask) return instruction.value === 0 ? NONE_SET : ALL_SET
        return lanes.constant(instruction.value)
      case 'load': {
        const { address, offset } = this.around.address(instruction.operand, instruction.element)
        return this.code.operands[instruction.operand].rows
          ? lanes.load(address, offset)
          : lanes.loadSplat(address, offset)
      }
      case 'unary':
        return elementary[instruction.op](f, lanes, given[0])
      case 'binary':
        return this.#binary(instruction, given)
      case 'select':
        return this.#select(instruction, given)
      case 'root':
        return solveRoot(this.around, instruction.solve, given)
      case 'product':
      case 'guess':
        if (!this.around.given) throw new Error(`internal: instruction ${value} begins with a value that is not given`)
        return this.around.given
    }
  }

  /** A maximum or minimum with a number is one instruction, since a number is not NaN. */
  #binary({ op: name, a, b }: Instruction & { kind: 'binary' }, [x, y]: readonly Local[]): Expression {
    const { f, lanes } = this.around
    const isNumber = (value: VectorValue) => this.code.instructions[value].kind === 'constant'
    if (name === 'max' || name === 'min') {
      const quick = name === 'max' ? lanes.pmax : lanes.pmin
      if (isNumber(b)) return quick(x, y)
      if (isNumber(a)) return quick(y, x)
    }
    return binary[name](f, lanes, x, y)
  }

  /** A choice against zero is a bitwise and. */
  #select({ a, b }: Instruction & { kind: 'select' }, [mask, x, y]: readonly Local[]): Expression {
    const { lanes } = this.around
    const isZero = (value: VectorValue) => {
      const instruction = this.code.instructions[value]
      return instruction.kind === 'constant' && Object.is(instruction.value, 0)
    }
    if (isZero(b)) return lanes.and(x, mask)
    return isZero(a) ? lanes.andNot(y, mask) : lanes.select(mask, x, y)
  }
}

/**
 * Newton's method kept inside a shrinking bracket, as `solveRoots` of the reference does, in all lanes at once: until no
 * lane moves, or the iterations are used up.
 */
function solveRoot(
  { f, lanes }: Surroundings,
  root: RootCode,
  [lower, upper, ...parameters]: readonly Local[],
): Expression {
  const half = lanes.constant(0.5)
  const [low, high] = [f.let(lower), f.let(upper)]
  const x = f.let(lanes.mul(lanes.add(low, high), half))
  const left = f.let(i32(root.iterations))
  f.loop((again) => {
    f.scope(() => {
      const held = new Map<VectorValue, Local>()
      root.body.instructions.forEach((instruction, i) => {
        if (instruction.kind === 'load') held.set(i, parameters[instruction.element])
      })
      const inside: Surroundings = {
        f,
        lanes,
        given: x,
        held,
        address: () => {
          throw new Error('internal: the body of a root reads memory')
        },
      }
      const values = new Emission(root.body, inside, root.body.uses([root.f, root.slope]))
      const [value, slope] = [values.of(root.f), values.of(root.slope)]
      const above = f.let(lanes.less(lanes.constant(0), value))
      f.set(low, lanes.select(above, low, x))
      f.set(high, lanes.select(above, x, high))
      const newton = f.let(lanes.sub(x, lanes.div(value, slope)))
      const within = lanes.and(lanes.lessEqual(low, newton), lanes.lessEqual(newton, high))
      const next = f.let(lanes.select(within, newton, lanes.mul(lanes.add(low, high), half)))
      f.set(next, lanes.select(lanes.equal(value, value), next, value)) // what is NaN stays so
      const moved = f.let(op('v128.any_true', lanes.not(lanes.equal(next, x))))
      f.set(x, next)
      values.end()
      f.set(left, op('i32.sub', left, i32(1)))
      f.branchIf(again, op('i32.and', moved, op('i32.gt_s', left, i32(0))))
    })
  })
  return x
}
