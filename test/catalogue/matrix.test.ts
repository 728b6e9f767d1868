import { blockEntry } from '@shared/catalogue/registry'
import { settingFault } from '@shared/catalogue/check'
import { determinant } from '@shared/catalogue/determinant'
import { FlowError } from '@shared/flow/bijector'
import { denseMatrix } from '@shared/flow/bijectors/denseMatrix'
import { describe, expect, it } from 'vitest'

const [matrix, shift] = blockEntry('dense-matrix')!.settings

describe('a matrix typed by the user', () => {
  it('may be left out, and is checked for length and determinant only once D is known', () => {
    expect(settingFault(matrix, null, 2)).toBeNull()
    expect(settingFault(matrix, [1, 2, 3])).toBeNull()
    expect(settingFault(matrix, [0, -1.5, 1, 0], 2)).toBeNull()
    expect(settingFault(shift, [0, 0], 2)).toBeNull()
  })

  it.each([
    [[1, 2, 3], 'has 3 entries, expected 4 (2 rows of 2). Edit the matrix.'],
    [[1, 2, 2, 4], 'has determinant 0 to working precision, so it has no inverse. Change the matrix.'],
    [[1, 2, NaN, 4], 'expected only finite numbers, got [1,2,null,4]. Edit the matrix.'],
    ['identity', 'expected a list of numbers, got "identity". Enter the matrix.'],
  ])('is refused when it is %j', (value, message) => {
    expect(settingFault(matrix, value, 2)).toBe(message)
  })

  it('has a shift of one number per coordinate', () => {
    expect(settingFault(shift, [1], 2)).toBe("has 1 entries, expected 2 (the data's dimension). Edit the shift.")
  })

  it.each([
    [{ matrix: [1, 2, 3], shift: null }, 'matrix has 3 entries, expected 4 (2 rows of 2). Edit its matrix.'],
    [{ matrix: [1, 2, 2, 4], shift: null }, 'matrix has determinant 0 to working precision'],
    [{ matrix: null, shift: [1, 2, 3] }, "shift has 3 entries, expected 2 (the flow's dimension). Edit its shift."],
  ])('is refused by the block too: %j', (settings, message) => {
    const make = () => denseMatrix.create(settings, 2)
    expect(make).toThrow(FlowError)
    expect(make).toThrow(message)
  })
})

describe('the determinant', () => {
  it('is that of a square, 0 when singular and none of another list', () => {
    expect(determinant([2, 1, 1, -3])).toBeCloseTo(-7, 12)
    expect(determinant([1, 2, 2, 4])).toBe(0)
    expect(determinant([1, 2, 3])).toBeNull()
    expect(determinant([])).toBeNull()
  })
})
