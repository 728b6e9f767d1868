import { evaluate } from '@shared/expression/evaluate'
import { parse } from '@shared/expression/parse'
import { print } from '@shared/expression/print'
import { longestText } from '@shared/expression/syntax'
import { ExpressionError } from '@shared/expression/tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expressions } from './arbitrary'

describe('an expression', () => {
  it('reads what it prints', () => {
    fc.assert(
      fc.property(expressions(3), (e) => {
        const text = print(e)
        fc.pre(text.length <= longestText)
        expect(parse(text)).toEqual(e)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['2z + 1', 3, 7],
    ['-z^2', 3, -9],
    ['2^3^2', 0, 512],
    ['2^-z', 2, 0.25],
    ['1/2z', 3, 1.5],
    ['2(z+1)(z-1)', 3, 16],
    ['8 - 3 - 2', 0, 3],
    ['2 pi', 0, 2 * Math.PI],
    ['e^z', 2, Math.exp(2)],
    ['1.5e2z', 1, 150],
    ['.5 z', 4, 2],
    ['+z', 4, 4],
    ['--z', 4, 4],
    ['z < 0 ? -1 : z < 1 ? 0 : 1', 0.5, 0],
    ['if(z >= 1, 10, 20)', 1, 10],
    ['min(z, 2) + max(z, 2)', 5, 7],
    ['3 − 2·z² ÷ 4', 2, 1],
    ['|z|'.replace(/\|z\|/, 'abs(z)'), -2, 2],
    ['tan(z)', 1, Math.tan(1)],
    ['z^0.5', 9, 3],
  ])('reads %s as people do', (text, z, expected) => {
    expect(evaluate(parse(text), z)).toBeCloseTo(expected, 12)
  })

  it.each([
    ['', 1, 'expected an expression in z, found nothing'],
    ['   ', 1, 'found nothing'],
    ['2z +', 5, 'expected a number, z, a function or "(", found the end'],
    ['2z + * 3', 6, 'found "*"'],
    ['(z + 1', 7, 'expected ")", found the end'],
    ['z + 1)', 6, 'expected an operator or the end, found ")"'],
    ['2 3', 3, 'found "3"'],
    ['x + 1', 1, 'expected z, pi, e or a function, found "x". The variable is z'],
    ['constructor', 1, 'found "constructor"'],
    ['sin z', 5, 'expected "(", found "z". Write sin with its arguments in parentheses'],
    ['max(z)', 6, 'expected ",", found ")". max takes two arguments'],
    ['z < 1', 6, 'expected "?", found the end'],
    ['if(z, 1, 2)', 5, 'expected <, <=, > or >=, found ","'],
    ['1e999', 1, 'expected a number below 10³⁰⁸, found "1e999"'],
    ['z + 🦆', 5, 'expected a number, z, a function or a sign, found "🦆"'],
    ['z\u0000', 2, 'found "\u0000"'],
    ['z; alert(1)', 2, 'found ";"'],
    ['z = 3', 3, 'found "="'],
  ])('refuses “%s” with the place, and what it found', (text, place, words) => {
    expect(() => parse(text)).toThrow(ExpressionError)
    expect(() => parse(text)).toThrow(`at character ${place}: `)
    expect(() => parse(text)).toThrow(words)
  })

  it.each([
    ['10 000 parentheses', '('.repeat(10_000) + 'z'],
    ['250 parentheses', '('.repeat(125) + 'z' + ')'.repeat(125)],
    ['250 signs', '-'.repeat(250) + 'z'],
    ['many powers', 'z^'.repeat(127) + 'z'],
    ['many conditions', 'z<1?'.repeat(63) + 'z'],
    ['a million characters', 'z+'.repeat(500_000) + 'z'],
  ])('refuses or reads %s at once', (_, text) => {
    const start = performance.now()
    try {
      parse(text)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('gives a message or an expression for any text', () => {
    const sign = fc.constantFrom(...'z 2.e+-*/^()<>?:,'.split(''), 'sin(', 'if(', 'max(', '²', 'é', '_')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        try {
          parse(signs.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
