import { expect } from 'vitest'

/** Largest |actual − expected| / (1 + |expected|), 0 for equal infinities. NaN when any entry is NaN. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} values against ${expected.length}`)
  return Array.from(expected).reduce(
    (worst, value, i) => Math.max(worst, actual[i] === value ? 0 : Math.abs(actual[i] - value) / (1 + Math.abs(value))),
    0,
  )
}

/** Fails unless every entry agrees to within `tolerance` of 1 + |expected|. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  where = '',
): void {
  expect(relativeError(actual, expected), where).toBeLessThanOrEqual(tolerance)
}

/** ln|det A| by Gaussian elimination with partial pivoting. */
export function logAbsDeterminant(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row])
  let total = 0
  for (let k = 0; k < rows.length; k++) {
    const size = (i: number) => Math.abs(rows[i][k])
    const pivot = rows.reduce((best, _, i) => (i > k && size(i) > size(best) ? i : best), k)
    const held = rows[k]
    rows[k] = rows[pivot]
    rows[pivot] = held
    total += Math.log(Math.abs(rows[k][k]))
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i][k] / rows[k][k]
      for (let j = k; j < rows.length; j++) rows[i][j] -= factor * rows[k][j]
    }
  }
  return total
}
