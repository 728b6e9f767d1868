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

/** Two clouds of points [n, 2] by their means and spreads, which is what a scatter plot lets one compare. */
export function cloudsSentence(data: Float32Array, model: Float32Array, names: readonly [string, string]): string {
  const words = [...cloudWords('Data', data, names), ...cloudWords('Model samples', model, names)]
  return words.length === 0 ? 'There are no points in view.' : words.join(' ')
}

function cloudWords(title: string, points: Float32Array, names: readonly [string, string]): string[] {
  const n = points.length / 2
  if (n === 0) return []
  const of = names.map((name, axis) => {
    const values = Array.from({ length: n }, (_, i) => points[2 * i + axis])
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
    return `${name} ${fixed(mean, 2)} ± ${fixed(spread, 2)}`
  })
  return [`${title}: ${of.join(', ')} (mean ± standard deviation).`]
}
