import { energyVerdict } from '@shared/expression/energy'
import { evaluateAt } from '@shared/expression/evaluate'
import { parse } from '@shared/expression/parse'
import { coordinates } from '@shared/expression/variables'
import { describe, expect, it } from 'vitest'

describe('an expression in several coordinates', () => {
  it.each([
    ['x^2 + 3y', [2, 5], 19],
    ['x1^2 + 3x2', [2, 5], 19],
    ['2x1x2', [2, 5], 20],
    ['x < y ? x : y', [2, 5], 2],
    ['exp(-x^2/2) y', [0, 5], 5],
  ])('reads %s', (text, at, expected) => {
    expect(evaluateAt(parse(text, coordinates(2)), at)).toBeCloseTo(expected, 12)
  })

  it('has numbered names alone beyond three', () => {
    expect(evaluateAt(parse('x1 + x5', coordinates(5)), [1, 2, 3, 4, 5])).toBe(6)
    expect(() => parse('x + y', coordinates(5))).toThrow('at character 1: expected x1 … x5, pi, e or a function')
  })

  it.each([
    ['x + z', 5, 'expected x, y, pi, e or a function, found "z". The variables are x, y'],
    ['x3', 1, 'found "x3"'],
    ['', 1, 'expected an expression in x, y, found nothing. Type one, such as 2x + 1.'],
    ['x + (y', 7, 'expected ")"'],
  ])('says what is wrong with %j, and where', (text, place, words) => {
    expect(() => parse(text, coordinates(2))).toThrow(`at character ${place}: `)
    expect(() => parse(text, coordinates(2))).toThrow(words)
  })
})

describe('a typed energy', () => {
  const words = (text: string, dims = 2, reach = 5) => energyVerdict(text, dims, reach).words

  it('has its lowest place told', () => {
    expect(words('(x - 1)^2 + (y + 2)^2 / 2 + 3')).toBe(
      'Least value 3, near x = 1, y = −2. Its mass lies inside the box.',
    )
    expect(words('(x - 1)^2', 1)).toBe('Least value 0, near x = 1. Its mass lies inside the box.')
  })

  it('has places scattered over the box looked at where there are many coordinates', () => {
    const sum = (dims: number, term: (d: number) => string) =>
      Array.from({ length: dims }, (_, d) => term(d + 1)).join(' + ')
    expect(words(sum(8, (d) => `x${d}^2 / 50`), 8)).toMatch(/^Least value of 15001 places 0, at x1 = 0, .*x8 = 0\. .*% of the mass lies at the walls/) // prettier-ignore
    expect(
      words(
        sum(4, (d) => `x${d}^2`),
        4,
        3,
      ),
    ).toContain('Its mass lies inside the box.')
    expect(
      words(
        sum(8, (d) => `100 x${d}^2`),
        8,
      ),
    ).toContain('too few of them to say more')
    expect(words(`log(${sum(5, (d) => `x${d}`)} + 1)`, 5)).toContain('not a number at x1 = ')
  })

  it('is said to lean on the walls where it does not rise', () => {
    const verdict = energyVerdict('x^2', 2, 5)
    expect(verdict.ok && verdict.walled).toBe(true)
    expect(verdict.words).toContain('of the mass lies at the walls of the box')
  })

  it.each([
    ['1/x + y^2', 'beyond ±10³⁰ at x = 0'],
    ['log(x) + y^2', 'not a number at x = −5, y = −5'],
    ['exp(x^4) + y', 'beyond ±10³⁰ at x = −5'],
  ])('is refused where it is not finite: %s', (text, says) => {
    const verdict = energyVerdict(text, 2, 5)
    expect(verdict.ok).toBe(false)
    expect(verdict.words).toContain(says)
  })
})
