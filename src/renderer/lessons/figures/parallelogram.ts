/** The unit square under a matrix of side 2. */

export type Corner = readonly [x: number, y: number]

/** Corners of the unit square, in the order that turns left. */
export const square: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]

/** The corners' images, in the same order. */
export const imageOf = ([a, b, c, d]: readonly number[]): readonly Corner[] =>
  square.map(([x, y]) => [a * x + b * y, c * x + d * y])

/** One matrix for several in a row, the first acting first. */
export const productOf = (matrices: readonly (readonly number[])[]): readonly number[] =>
  matrices.reduce<readonly number[]>(
    ([a, b, c, d], [e, f, g, h]) => [e * a + f * c, e * b + f * d, g * a + h * c, g * b + h * d],
    [1, 0, 0, 1],
  )

/** What holds all corners, with room at the edges, as tall as it is wide. */
export function frameOf(corners: readonly Corner[]): {
  readonly left: number
  readonly low: number
  readonly side: number
} {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const side = 1.25 * Math.max(right - left, high - low, 1)
  return { left: (left + right - side) / 2, low: (low + high - side) / 2, side }
}
