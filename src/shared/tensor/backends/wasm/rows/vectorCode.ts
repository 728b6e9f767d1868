import type { BinaryOp, UnaryOp } from '../../../ir/op'

/** A vector of numbers, one per row of the batch: the index of the instruction that computes it. */
export type VectorValue = number

/** Memory that a kernel is handed the address of. */
export interface Operand {
  /** Whether it holds a number per row: [elements][T]; otherwise one for all rows: [elements]. */
  readonly rows: boolean
  /** Elements per turn of the kernel's loop over features; 0 when every turn sees all of the operand. */
  readonly perTurn: number
}

export type Instruction =
  | { readonly kind: 'constant'; readonly value: number; readonly mask: boolean }
  | { readonly kind: 'load'; readonly operand: number; readonly element: number }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly x: VectorValue }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly a: VectorValue; readonly b: VectorValue }
  | { readonly kind: 'select'; readonly mask: VectorValue; readonly a: VectorValue; readonly b: VectorValue }
  | { readonly kind: 'root'; readonly lower: VectorValue; readonly upper: VectorValue; readonly solve: RootCode }
  /** A product that comes from elsewhere: the value that a fused tail begins with. */
  | { readonly kind: 'product' }
  /** The present guess within a root's body. */
  | { readonly kind: 'guess' }

/** f and its slope, as code of its own over the outer values in `parameters`. */
export interface RootCode {
  readonly body: VectorCode
  readonly f: VectorValue
  readonly slope: VectorValue
  /** Outer value of each of the body's `parameter` loads, by the element they load. */
  readonly parameters: readonly VectorValue[]
  readonly iterations: number
}

export interface Store {
  readonly operand: number
  readonly element: number
  readonly value: VectorValue
}

/** Values that `instruction` is computed from. */
export function argumentsOf(instruction: Instruction): readonly VectorValue[] {
  switch (instruction.kind) {
    case 'unary':
      return [instruction.x]
    case 'binary':
      return [instruction.a, instruction.b]
    case 'select':
      return [instruction.mask, instruction.a, instruction.b]
    case 'root':
      return [instruction.lower, instruction.upper, ...instruction.solve.parameters]
    default:
      return []
  }
}

/**
 * Straight-line code on vectors over the rows, in static single assignment: what one turn of a kernel does. Equal
 * instructions are one, and what constants decide is decided at once.
 */
export class VectorCode {
  readonly instructions: Instruction[] = []
  readonly stores: Store[] = []
  readonly operands: Operand[] = []
  readonly #known = new Map<string, VectorValue>()
  /** By which each instruction is known. */
  readonly #keys: string[] = []

  operand(operand: Operand): number {
    return this.operands.push(operand) - 1
  }

  constant(value: number, mask = false): VectorValue {
    return this.#add(`c${mask ? 'm' : ''}${Object.is(value, -0) ? '-0' : value}`, { kind: 'constant', value, mask })
  }

  load(operand: number, element: number): VectorValue {
    return this.#add(`l${operand} ${element}`, { kind: 'load', operand, element })
  }

  product(): VectorValue {
    return this.#add('product', { kind: 'product' })
  }

  guess(): VectorValue {
    return this.#add('guess', { kind: 'guess' })
  }

  unary(op: UnaryOp, x: VectorValue): VectorValue {
    if (op === 'stopGradient') return x
    return this.#add(`${op} ${x}`, { kind: 'unary', op, x })
  }

  /** x + 0 counts as x here, whatever the zeros' signs: structural zeros are many where gradients are put together. */
  binary(op: BinaryOp, a: VectorValue, b: VectorValue): VectorValue {
    if (op === 'add' && this.#is(a, 0)) return b
    if ((op === 'add' || op === 'sub') && this.#is(b, 0)) return a
    if (op === 'mul' && this.#is(a, 1)) return b
    if ((op === 'mul' || op === 'div') && this.#is(b, 1)) return a
    if (op === 'sub' && this.#is(a, 0)) return this.unary('neg', b)
    return this.#add(`${op} ${a} ${b}`, { kind: 'binary', op, a, b })
  }

  select(mask: VectorValue, a: VectorValue, b: VectorValue): VectorValue {
    if (a === b) return a
    const condition = this.instructions[mask]
    if (condition.kind === 'constant') return condition.value === 0 ? b : a
    return this.#add(`select ${mask} ${a} ${b}`, { kind: 'select', mask, a, b })
  }

  root(lower: VectorValue, upper: VectorValue, solve: RootCode): VectorValue {
    const { body, f, slope, parameters, iterations } = solve
    const key = `root ${lower} ${upper} ${parameters.join(' ')} {${body.name} ${f} ${slope}} ${iterations}`
    return this.#add(key, { kind: 'root', lower, upper, solve })
  }

  /** A text that two pieces of code share if and only if they do the same to the same kinds of operands. */
  get name(): string {
    const operands = this.operands.map(({ rows, perTurn }) => `${rows ? 'r' : 'u'}${perTurn}`)
    const stores = this.stores.map(({ operand, element, value }) => `${operand} ${element} ${value}`)
    return [operands, [...this.#known.keys()], stores].map((part) => part.join()).join(';')
  }

  store(operand: number, element: number, value: VectorValue): void {
    this.stores.push({ operand, element, value })
  }

  /** How often each value is used. Zero for those that nothing needs. */
  uses(results: readonly VectorValue[] = []): Uint32Array {
    const counts = new Uint32Array(this.instructions.length)
    for (const { value } of this.stores) counts[value]++
    for (const value of results) counts[value]++
    for (let i = this.instructions.length - 1; i >= 0; i--) {
      if (counts[i] === 0) continue
      for (const argument of argumentsOf(this.instructions[i])) counts[argument]++
    }
    return counts
  }

  /** Forgets all instructions but the first `length`. */
  rewind(length: number): void {
    for (const key of this.#keys.splice(length)) this.#known.delete(key)
    this.instructions.length = length
  }

  #is(value: VectorValue, number: number): boolean {
    const instruction = this.instructions[value]
    return instruction.kind === 'constant' && !instruction.mask && instruction.value === number
  }

  #add(key: string, instruction: Instruction): VectorValue {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const value = this.instructions.push(instruction) - 1
    this.#known.set(key, value)
    this.#keys.push(key)
    return value
  }
}
