import { unaryNames, type Expression } from '@shared/expression/syntax'
import fc from 'fast-check'

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 100, noNaN: true })).map(
    (value): Expression => ({ kind: 'number', value: value === 0 ? 0 : value }), // not −0
  ),
  fc.constantFrom<Expression>(
    { kind: 'variable', name: 'z', index: 0 },
    { kind: 'variable', name: 'z', index: 0 },
    { kind: 'constant', name: 'pi' },
    { kind: 'constant', name: 'e' },
  ),
)

/** Any expression that the parser can give, to the depth named. */
export function expressions(depth: number): fc.Arbitrary<Expression> {
  if (depth === 0) return leaf
  const part = expressions(depth - 1)
  return fc.oneof(
    leaf,
    part.map((of): Expression => ({ kind: 'negate', of })),
    fc.tuple(fc.constantFrom(...unaryNames), part).map(([name, of]): Expression => ({ kind: 'call', name, of })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '^', 'min', 'max'), part, part)
      .map(([op, left, right]): Expression => ({ kind: 'binary', op, left, right })),
    fc
      .tuple(part, fc.integer({ min: 0, max: 6 }))
      .map(([left, value]): Expression => ({ kind: 'binary', op: '^', left, right: { kind: 'number', value } })),
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>='), part, part, part, part)
      .map(([relation, left, right, then, otherwise]): Expression => ({
        kind: 'if',
        relation,
        left,
        right,
        then,
        otherwise,
      })),
  )
}
