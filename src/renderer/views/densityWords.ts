import { fixed } from '../charts/numbers'
import type { DensityGrid } from './grid'

/** A density in a sentence or two, for those who do not see it. */
export function densitySentence(
  { bounds: [x0, x1, y0, y1], resolution: n, logDensity }: DensityGrid,
  mass: number,
  names: readonly [string, string],
): string {
  let [high, where] = [-Infinity, -1]
  logDensity.forEach((value, i) => {
    if (value > high && value < Infinity) [high, where] = [value, i]
  })
  if (where < 0) return 'There is no density in view.'
  const x = x0 + ((x1 - x0) * (where % n)) / (n - 1)
  const y = y0 + ((y1 - y0) * Math.floor(where / n)) / (n - 1)
  const place = `${names[0]} = ${fixed(x, 2)}, ${names[1]} = ${fixed(y, 2)}`
  return `Density greatest at ${place}, where log p is ${fixed(high, 2)}. ${fixed(100 * mass, 0)} % of the probability is in view.`
}
