import { cholesky } from '@shared/math/cholesky'
import { expect, it } from 'vitest'

it('has the matrix as its product with its transpose', () => {
  const C = [4, 2, -1, 2, 3, 0.5, -1, 0.5, 2]
  const L = cholesky(C, 3)!
  const at = (i: number, j: number) => [0, 1, 2].reduce((sum, k) => sum + L[3 * i + k] * L[3 * j + k], 0)
  C.forEach((value, n) => {
    expect(at(Math.floor(n / 3), n % 3)).toBeCloseTo(value, 12)
  })
  expect([L[1], L[2], L[5]]).toEqual([0, 0, 0])
})

it.each([
  ['not symmetric', [1, 0.5, 0.4, 1]],
  ['indefinite', [1, 2, 2, 1]],
  ['singular', [1, 1, 1, 1]],
  ['of zeros', [0, 0, 0, 0]],
])('is null for a matrix that is %s', (_, C) => {
  expect(cholesky(C, 2)).toBeNull()
})
