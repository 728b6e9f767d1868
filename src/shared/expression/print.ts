import type { Expression } from './syntax'

const strengthOf = (e: Expression): number => {
  if (e.kind === 'negate') return 3
  if (e.kind !== 'binary') return 5
  return { '+': 1, '-': 1, '*': 2, '/': 2, '^': 4, min: 5, max: 5 }[e.op]
}

/** Text that `parse` reads as the same expression, with no more parentheses than it takes. */
export function print(e: Expression, least = 0): string {
  const text = bare(e)
  return strengthOf(e) < least ? `(${text})` : text
}

function bare(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return String(e.value)
    case 'constant':
      return e.name
    case 'variable':
      return e.name
    case 'negate':
      return `-${print(e.of, 3)}`
    case 'call':
      return `${e.name}(${print(e.of)})`
    case 'if':
      return `if(${print(e.left)} ${e.relation} ${print(e.right)}, ${print(e.then)}, ${print(e.otherwise)})`
    case 'binary': {
      const { op, left, right } = e
      if (op === 'min' || op === 'max') return `${op}(${print(left)}, ${print(right)})`
      if (op === '^') return `${print(left, 5)}^${print(right, 3)}`
      const own = strengthOf(e)
      return `${print(left, own)} ${op} ${print(right, own + 1)}`
    }
  }
}
