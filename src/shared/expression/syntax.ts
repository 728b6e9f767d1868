/** The functions of one argument that an expression may call. */
export const unaryNames = [
  'exp',
  'log',
  'sqrt',
  'abs',
  'sin',
  'cos',
  'tan',
  'tanh',
  'sinh',
  'cosh',
  'asinh',
  'sigmoid',
  'softplus',
  'erf',
] as const
export type UnaryName = (typeof unaryNames)[number]

export const constants = { pi: Math.PI, e: Math.E } as const

export type Relation = '<' | '<=' | '>' | '>='

/** An expression, as parsed: what a person typed, as data. It is read by tables of rules and never run as code. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'constant'; readonly name: keyof typeof constants }
  /** `index` is its place among the values of all variables. */
  | { readonly kind: 'variable'; readonly name: string; readonly index: number }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
      readonly kind: 'binary'
      readonly op: '+' | '-' | '*' | '/' | '^' | 'min' | 'max'
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'call'; readonly name: UnaryName; readonly of: Expression }
  | {
      readonly kind: 'if'
      readonly relation: Relation
      readonly left: Expression
      readonly right: Expression
      readonly then: Expression
      readonly otherwise: Expression
    }
export type If = Expression & { readonly kind: 'if' }

/** What a text may hold at most: documents carry no longer strings. */
export const longestText = 256
/** How deep parentheses, functions and signs may nest. */
export const deepest = 64
/** Whole powers up to this one are products; others are exp(v log u), which needs u > 0. */
export const largestPower = 64

/** n of an exponent that is a whole number written out, such as 3 or −2; null for any other. */
export function wholePower(exponent: Expression): number | null {
  const [sign, digits] = exponent.kind === 'negate' ? [-1, exponent.of] : [1, exponent]
  const fits = digits.kind === 'number' && Number.isInteger(digits.value) && digits.value <= largestPower
  return fits ? sign * digits.value : null
}

const call = (name: UnaryName, of: Expression): Expression => ({ kind: 'call', name, of })
const binary = (op: '*' | '/', left: Expression, right: Expression): Expression => ({ kind: 'binary', op, left, right })

/** What has no rule of its own, by what has: tan u = sin u / cos u, and u^v = exp(v log u) unless v is a whole number. */
export function spelledOut(e: Expression): Expression | null {
  if (e.kind === 'call' && e.name === 'tan') return binary('/', call('sin', e.of), call('cos', e.of))
  if (e.kind === 'binary' && e.op === '^' && wholePower(e.right) === null)
    return call('exp', binary('*', e.right, call('log', e.left)))
  return null
}
