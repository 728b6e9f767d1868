import { constants, deepest, unaryNames, type Expression, type Relation, type UnaryName } from './syntax'
import { ExpressionError, quoted, tokensOf, type Token } from './tokens'
import { latent, type Variables } from './variables'

/** How tightly an operator binds; a product may go unwritten, as in 2z. */
const strength = { sum: 1, product: 2, sign: 3, power: 4 } as const

const infix: Readonly<Record<string, number>> = {
  '+': strength.sum,
  '-': strength.sum,
  '*': strength.product,
  '/': strength.product,
  '^': strength.power,
}

const relations: readonly string[] = ['<', '<=', '>', '>=']
const isUnary = (name: string): name is UnaryName => (unaryNames as readonly string[]).includes(name)
const isConstant = (name: string): name is keyof typeof constants => Object.hasOwn(constants, name)

/**
 * Reads an expression, in z unless told, such as `2z + 1` or `z < 0 ? z : 3z`, by precedence climbing (Pratt 1973). −z^2 is −(z²),
 * powers group to the right, and 1/2z is (1/2)·z. Throws `ExpressionError`.
 */
export function parse(text: string, variables: Variables = latent): Expression {
  const parser = new Parser(tokensOf(text, variables.words), variables)
  return parser.whole()
}

class Parser {
  #next = 0
  #depth = 0

  constructor(
    readonly tokens: readonly Token[],
    readonly variables: Variables,
  ) {}

  /** An example of a choice. */
  get #choose(): string {
    return `${this.variables.first} < 0 ? a : b`
  }

  whole(): Expression {
    if (this.tokens.length === 1)
      throw new ExpressionError(
        0,
        `an expression in ${this.variables.words}`,
        'nothing',
        `Type one, such as 2${this.variables.first} + 1.`,
      )
    const found = this.#choice()
    if (this.#token.kind !== 'end')
      this.#refuse('an operator or the end', 'Write an operator between two parts and balance the parentheses.')
    return found
  }

  get #token(): Token {
    return this.tokens[this.#next]
  }

  #refuse(expected: string, remedy: string): never {
    throw new ExpressionError(this.#token.at, expected, quoted(this.#token), remedy)
  }

  #takes(sign: string): boolean {
    const found = this.#token.kind === 'sign' && this.#token.text === sign
    if (found) this.#next++
    return found
  }

  #expect(sign: string, remedy: string): void {
    if (!this.#takes(sign)) this.#refuse(`"${sign}"`, remedy)
  }

  /** Anything: an expression, or two of them under a condition. */
  #choice(): Expression {
    const left = this.#operators(strength.sum)
    const relation = this.#relation()
    if (!relation) return left
    const right = this.#operators(strength.sum)
    this.#expect('?', `A comparison chooses between two expressions: ${this.#choose}.`)
    const then = this.#nested(() => this.#choice())
    this.#expect(':', `Give the expression to use otherwise: ${this.#choose}.`)
    const otherwise = this.#nested(() => this.#choice())
    return { kind: 'if', relation, left, right, then, otherwise }
  }

  #relation(): Relation | null {
    const { kind, text } = this.#token
    if (kind !== 'sign' || !relations.includes(text)) return null
    this.#next++
    return text as Relation
  }

  /** Operators that bind at least as tightly as `least`. */
  #operators(least: number): Expression {
    let left = this.#nested(() => this.#operand())
    for (;;) {
      const { kind, text } = this.#token
      const unwritten = kind === 'name' || text === '('
      const op = unwritten ? '*' : kind === 'sign' ? text : ''
      const binds = Object.hasOwn(infix, op) ? infix[op] : 0
      if (binds < least || binds === 0) return left
      if (!unwritten) this.#next++
      const right = op === '^' ? this.#operators(strength.sign) : this.#operators(binds + 1)
      left = { kind: 'binary', op: op as '+' | '-' | '*' | '/' | '^', left, right }
    }
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > 3 * deepest)
      this.#refuse(`at most ${deepest} parentheses inside each other`, 'Simplify the expression.')
    const found = read()
    this.#depth--
    return found
  }

  #operand(): Expression {
    const token = this.#token
    if (this.#takes('-')) return { kind: 'negate', of: this.#operators(strength.sign) }
    if (this.#takes('+')) return this.#operators(strength.sign)
    if (this.#takes('(')) {
      const inner = this.#choice()
      this.#expect(')', 'Close the parenthesis.')
      return inner
    }
    if (token.kind === 'number') return this.#number(token)
    if (token.kind === 'name') return this.#named(token)
    return this.#refuse(`a number, ${this.variables.words}, a function or "("`, 'Complete the expression.')
  }

  #number(token: Token): Expression {
    const value = Number(token.text)
    if (!Number.isFinite(value)) this.#refuse('a number below 10³⁰⁸', 'Use a smaller one.')
    this.#next++
    return { kind: 'number', value }
  }

  #named(token: Token): Expression {
    const { text } = token
    const called = isUnary(text) || text === 'min' || text === 'max' || text === 'if'
    const { places, words, first } = this.variables
    const index = places.get(text)
    if (index === undefined && !isConstant(text) && !called) {
      const are = words === first ? `The variable is ${words}` : `The variables are ${words}`
      this.#refuse(`${words}, pi, e or a function`, `${are}; functions are ${unaryNames.join(', ')}, min, max, if.`)
    }
    this.#next++
    if (index !== undefined) return { kind: 'variable', name: text, index }
    if (isConstant(text)) return { kind: 'constant', name: text }
    this.#expect('(', `Write ${text} with its arguments in parentheses, as in ${text}(${first}).`)
    const found = isUnary(text)
      ? ({ kind: 'call', name: text, of: this.#choice() } as const)
      : text === 'if'
        ? this.#if()
        : this.#pair(text as 'min' | 'max')
    this.#expect(')', 'Close the parenthesis.')
    return found
  }

  #pair(op: 'min' | 'max'): Expression {
    const left = this.#choice()
    this.#expect(',', `${op} takes two arguments: ${op}(${this.variables.first}, 1).`)
    return { kind: 'binary', op, left, right: this.#choice() }
  }

  #if(): Expression {
    const remedy = `if takes a comparison and two expressions: if(${this.variables.first} < 0, a, b).`
    const left = this.#operators(strength.sum)
    const relation = this.#relation() ?? this.#refuse('<, <=, > or >=', remedy)
    const right = this.#operators(strength.sum)
    this.#expect(',', remedy)
    const then = this.#choice()
    this.#expect(',', remedy)
    return { kind: 'if', relation, left, right, then, otherwise: this.#choice() }
  }
}
