import type { Component } from './grid'

/** A density of the plane, made ready for columns at `xs`: p along the row at y, natural units. */
export type PlaneDensity = (xs: Float64Array) => (y: number) => Float64Array

/** A density in closed form. */
export const pointwise =
  (p: (x: number, y: number) => number): PlaneDensity =>
  (xs) =>
  (y) =>
    xs.map((x) => p(x, y))

/**
 * A mixture of blurred points. Each is a product over the coordinates, so that the kernel is computed for rows and
 * columns only. It is not cut off where its tails no longer count for an entropy: log p is looked at there too.
 */
export const mixture =
  (components: readonly Component[]): PlaneDensity =>
  (xs) => {
    const across = components.map(({ points, weights, kernel }) =>
      Array.from(weights, (_, n) => xs.map((x) => kernel.density(x - points[2 * n]))),
    )
    return (y) => {
      const row = new Float64Array(xs.length)
      components.forEach(({ points, weights, kernel }, c) => {
        for (let n = 0; n < weights.length; n++) {
          const weight = weights[n] * kernel.density(y - points[2 * n + 1])
          if (weight === 0) continue
          const values = across[c][n]
          for (let i = 0; i < row.length; i++) row[i] += weight * values[i]
        }
      })
      return row
    }
  }
