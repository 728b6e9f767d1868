import { expect, it } from 'vitest'
import { stepWords } from '../../../src/renderer/views/stepWords'

it('does not call untrained what has no weights', () => {
  const said = [stepWords(0, null), stepWords(0, { parameters: 6 }), stepWords(0, { parameters: 0 })]
  expect(said).toEqual(['untrained', 'untrained', 'fixed'])
  expect(stepWords(1000, { parameters: 6 })).toBe('step 1\u2009000')
})
