import { unaryRules } from './functions'
import { constants, spelledOut, wholePower, type Expression, type Relation } from './syntax'

const compare: { readonly [R in Relation]: (a: number, b: number) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** f(z) in float64. */
export function evaluate(e: Expression, z: number): number {
  const other = spelledOut(e)
  if (other) return evaluate(other, z)
  switch (e.kind) {
    case 'number':
      return e.value
    case 'constant':
      return constants[e.name]
    case 'z':
      return z
    case 'negate':
      return -evaluate(e.of, z)
    case 'call': {
      const u = evaluate(e.of, z)
      return e.name === 'abs' ? Math.abs(u) : unaryRules[e.name as keyof typeof unaryRules].value(u)
    }
    case 'if':
      return evaluate(compare[e.relation](evaluate(e.left, z), evaluate(e.right, z)) ? e.then : e.otherwise, z)
    case 'binary': {
      if (e.op === '^') return evaluate(e.left, z) ** wholePower(e.right)!
      const [a, b] = [evaluate(e.left, z), evaluate(e.right, z)]
      return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, min: Math.min(a, b), max: Math.max(a, b) }[e.op]
    }
  }
}
