import { analyse } from '@shared/expression/analyse'
import { evaluate } from '@shared/expression/evaluate'
import { verdictOf } from '@shared/expression/verdict'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expressions } from './arbitrary'

type Case = readonly [text: string, from: number, to: number, says: string]

const accepted: readonly Case[] = [
  ['2z + 1', -8, 8, 'Invertible: increasing on −8 … 8, with values −15 … 17.'],
  ['z', -8, 8, 'increasing'],
  ['1 - z', -8, 8, 'decreasing'],
  ['2 - 3z', -8, 8, 'decreasing on −8 … 8, with values −22 … 26'],
  ['sigmoid(z)', -8, 8, 'increasing on −8 … 8, with values 0.0003354 … 0.9997'],
  ['exp(z)', -8, 8, 'increasing'],
  ['exp(-z)', -8, 8, 'decreasing'],
  ['exp(-z^2)', 0.1, 3, 'decreasing'],
  ['exp(-z^2)', -3, -0.1, 'increasing'],
  ['z^3', -8, 8, 'Its slope is 0 at z = 0.'],
  ['z^3 + 3z^2 + 3z', -8, 8, 'Its slope is 0 at z = −1.'],
  ['z + sin(z)', -8, 8, 'increasing'],
  ['z + 0.5 sin(z)', -100, 100, 'increasing'],
  ['tan(z)', -1.5, 1.5, 'increasing'],
  ['log(z)', 0.1, 8, 'increasing'],
  ['-1/z', 0.1, 8, 'increasing'],
  ['max(z, 2z)', -8, 8, 'increasing'],
  ['z + 0.5 abs(z)', -8, 8, 'increasing'],
  ['z < 0 ? z : 2z', -8, 8, 'Invertible: increasing on −8 … 8, with values −8 … 16.'],
  ['z < 1 ? z : z + 1', 0, 2, 'increasing on 0 … 2, with values 0 … 3. It jumps, so values in 1 … 2 are never taken.'],
  ['z < 0 ? z : log(1 + z)', -8, 8, 'increasing'],
  ['z < 0 ? -log(1 - z) : log(1 + z)', -8, 8, 'increasing'],
]

/** Fine on the interval, but a line cannot continue them. */
const onlyInside: readonly Case[] = [
  ['exp(-z^2)', 0, 3, 'f is decreasing, but its slope is 0 at the end z = 0'],
  ['exp(-z^3)', 0, 2.5, 'its slope is 0 at the end z = 0'],
  ['tanh(z)', -8, 8, 'its slope is 4.501e−7 at the end z = −8'],
  ['z + abs(z)/2', 0, 8, 'it has a kink at the end z = 0'],
  // the lecture's piecewise map: one piece on [0, 1), another on [1, 2], no value twice
  ['z < 1 ? z : 3 - z', 0, 2, 'both rises and falls'],
  ['z < 0 ? z + 0.5 : z - 0.5', -0.5, 0.5, 'its pieces are not in order'],
]

const refused: readonly Case[] = [
  ['exp(-z^2)', -8, 8, 'f rises on −8 … 0 and falls on 0 … 8, so it is not one-to-one: f(−0.8326) = f(0.8326) = 0.5.'],
  ['exp(-z^4)', -1, 2, 'rises on −1 … 0 and falls on 0 … 2'],
  ['exp(-z^2)', 0, 8, 'all but flat near z = 5.563'],
  ['z < 1 ? z : 2 - z', 0, 2, 'f rises on 0 … 1 and falls on 1 … 2, so it is not one-to-one: f(0.5) = f(1.5) = 0.5.'],
  ['z < 1 ? z : z - 0.5', 0, 2, 'f(0.75) = f(1.25) = 0.75'],
  ['abs(z)', -8, 8, 'f(−4) = f(4) = 4'],
  ['sin(z)', -8, 8, 'falls on −8 … −7.854 and rises on −7.854 … −4.712'],
  ['sin(z)', -100, 100, 'and so on in 65 pieces'],
  ['z^5 - z^3', -8, 8, 'not one-to-one'],
  ['z^3 - 1e-6 z', -8, 8, 'not one-to-one'],
  ['3', -8, 8, 'f is constant on −8 … 8'],
  ['max(z, 0)', -8, 8, 'f is constant on −8 … 0'],
  ['sin(z)^2 + cos(z)^2', -8, 8, 'Is it constant there?'],
  ['log(z)', -8, 8, 'near z = −8: log(z) needs a number above 0'],
  ['log(z)', 0, 8, 'near z = 0: log(z) needs a number above 0'],
  ['sqrt(z)', 0, 4, 'near z = 0: f is steeper than 10³⁰ there'],
  ['1/z', -8, 8, 'near z = 0: 1 / z divides by 0'],
  ['tan(z)', -2, 2, 'near z = −1.571: sin(z) / cos(z) divides by 0'],
  ['exp(-z^3)', -8, 8, 'exp(-z^3) passes 10³⁰ there, too much for single precision'],
  ['exp(exp(z))', -8, 8, 'near z = 4.17'],
  ['erf(z)', -8, 8, 'all but flat'],
  ['2z + 1', 3, 3, 'The interval is 3 … 3, expected ends at least 0.001 apart'],
  ['z < 3 ? z : 0', -3, 3, 'f jumps at the very end z = 3'],
  ['z <= 0 ? 5 : z', 0, 3, 'f jumps at the very end z = 0'],
  ['0 < z^2 ? -2z : 2', -3, 3, 'f jumps on both sides of z = 0'],
  ['2z +', -8, 8, 'at character 5'],
]

describe('the verdict', () => {
  it.each(accepted)('on %s from %d to %d is that it can be turned back', (text, from, to, says) => {
    const verdict = verdictOf(text, from, to, 'lines')
    expect(verdict.words).toContain(says)
    expect(verdict.ok).toBe(true)
    expect(verdictOf(text, to, from, 'lines')).toEqual(verdict)
  })

  it.each(onlyInside)('on %s from %d to %d is that only the interval can be used', (text, from, to, says) => {
    expect(verdictOf(text, from, to, 'nothing').ok).toBe(true)
    const verdict = verdictOf(text, from, to, 'lines')
    expect(verdict.ok).toBe(false)
    expect(verdict.words).toContain(says)
    expect(verdict.words).toContain('set “Outside” to “Nothing”')
  })

  it.each(refused)('on %s from %d to %d is a refusal with where and why', (text, from, to, says) => {
    for (const outside of ['lines', 'nothing'] as const) {
      const verdict = verdictOf(text, from, to, outside)
      expect(verdict.words).toContain(says)
      expect(verdict.ok).toBe(false)
    }
  })

  it('never accepts what takes a value twice, and never hangs', () => {
    fc.assert(
      fc.property(expressions(3), (e) => {
        const found = analyse(e, -3, 3)
        if (!found.ok) return
        const at = Array.from({ length: 101 }, (_, i) => -3 + (6 * i) / 100)
        const values = at.map((z) => evaluate(e, z))
        expect(values.every(Number.isFinite)).toBe(true)
        if (found.monotone === null) return
        const steps = values
          .slice(1)
          .map((value, i) => (value - values[i]) * (found.monotone === 'increasing' ? 1 : -1))
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1e-9 * (1 + Math.max(...values.map(Math.abs))))
      }),
      { numRuns: 150 },
    )
  })

  it('answers from memory when asked again', () => {
    expect(verdictOf('2z', -1, 1, 'lines')).toBe(verdictOf('2z', -1, 1, 'lines'))
  })
})
