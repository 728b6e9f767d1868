import { invertMatrix } from '@shared/math/matrix'
import { Random } from '@shared/math/random'
import { describe, expect, it } from 'vitest'

const times = (a: ArrayLike<number>, c: ArrayLike<number>, n: number) =>
  Array.from({ length: n * n }, (_, at) =>
    Array.from({ length: n }, (_, k) => a[Math.floor(at / n) * n + k] * c[k * n + (at % n)]).reduce((s, v) => s + v, 0),
  )

describe('the inverse of a matrix', () => {
  it.each([1, 2, 5, 20])('gives the identity times the matrix, for n = %i', (n) => {
    const random = new Random(n)
    const matrix = Array.from({ length: n * n }, () => random.normal())
    const { inverse } = invertMatrix(matrix, n)!
    times(matrix, inverse, n).forEach((v, at) => {
      expect(v).toBeCloseTo(at % (n + 1) === 0 ? 1 : 0, 10)
    })
  })

  it('comes with the determinant', () => {
    const cases: readonly (readonly [readonly number[], number])[] = [
      [[3], 3],
      [[1, 2, 3, 4], -2],
      [[0, 1, 1, 0], -1],
      [[0, 2, 0, 0, 0, 3, 4, 0, 0], 24],
      [[1e-20, 0, 0, 1e20], 1],
    ]
    for (const [matrix, determinant] of cases) {
      const { logAbsDet, sign } = invertMatrix(matrix, Math.sqrt(matrix.length))!
      expect(sign * Math.exp(logAbsDet)).toBeCloseTo(determinant, 12)
    }
  })

  it.each([
    ['zeros', [0, 0, 0, 0]],
    ['a row of zeros', [1, 2, 0, 0]],
    ['equal rows', [0.1, 0.3, 0.1, 0.3]],
    ['rows in proportion, up to rounding', [0.1, 0.3, 0.2, 0.6]],
    ['a sum of rows', [1, 2, 3, 4, 5, 6, 5, 7, 9]],
  ])('does not exist for %s', (_, matrix) => {
    expect(invertMatrix(matrix, Math.sqrt(matrix.length))).toBeNull()
  })
})
