import { said, wordsOf } from '../../../src/renderer/strings/said'
import { expect, it } from 'vitest'

it('sets names in typographic quotes, each pair by itself', () => {
  expect(said('Block 3 "Affine": is fed by block 1 "Planar" and block 2 "Affine".')).toBe(
    'Block 3 “Affine”: is fed by block 1 “Planar” and block 2 “Affine”.',
  )
})

it('curls apostrophes, and no other straight mark', () => {
  expect(said("The flow's dimension: f'(z) is 'odd'.")).toBe("The flow’s dimension: f'(z) is 'odd'.")
})

it('leaves a single quote sign as it is, and pairs none over lines', () => {
  expect(said('5" wide')).toBe('5" wide')
  expect(said('a " b\nc " d')).toBe('a " b\nc " d')
})

it('says what was thrown, an error or not', () => {
  expect(wordsOf(new Error('There is no block "x".'))).toBe('There is no block “x”.')
  expect(wordsOf('gone')).toBe('gone')
})
