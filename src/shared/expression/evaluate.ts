import { unaryRules } from './functions'
import { constants, spelledOut, wholePower, type Expression, type If, type Relation } from './syntax'

const compare: { readonly [R in Relation]: (a: number, b: number) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** f(z) in float64. */
export const evaluate = (e: Expression, z: number): number => evaluateAt(e, [z])

/**
 * The value in float64 where the variables have the values `at`. `took` is told of each condition that decides
 * whether it holds.
 */
export function evaluateAt(
  e: Expression,
  at: readonly number[],
  took?: (condition: If, holds: boolean) => void,
): number {
  const of = (part: Expression): number => evaluateAt(part, at, took)
  const other = spelledOut(e)
  if (other) return of(other)
  switch (e.kind) {
    case 'number':
      return e.value
    case 'constant':
      return constants[e.name]
    case 'variable':
      return at[e.index]
    case 'negate':
      return -of(e.of)
    case 'call': {
      const u = of(e.of)
      return e.name === 'abs' ? Math.abs(u) : unaryRules[e.name as keyof typeof unaryRules].value(u)
    }
    case 'if': {
      const holds = compare[e.relation](of(e.left), of(e.right))
      took?.(e, holds)
      return of(holds ? e.then : e.otherwise)
    }
    case 'binary': {
      if (e.op === '^') return of(e.left) ** wholePower(e.right)!
      const [a, b] = [of(e.left), of(e.right)]
      return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, min: Math.min(a, b), max: Math.max(a, b) }[e.op]
    }
  }
}
