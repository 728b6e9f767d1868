import { fixed } from '../charts/numbers'
import type { DensityGrid } from './grid'
import type { Levels } from './levels'
import { t } from '../strings/t'

/** ∫p over what is shown, with the decimals that it is worth; of a grid too coarse for any, that it is not known. */
export const massWords = ({ mass, doubt }: Levels): string =>
  fixed(doubt < 0.05 ? mass : null, doubt < 0.0005 ? 3 : doubt < 0.005 ? 2 : 1)

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
  if (where < 0) return t('views.density.none')
  const x = x0 + ((x1 - x0) * (where % n)) / (n - 1)
  const y = y0 + ((y1 - y0) * Math.floor(where / n)) / (n - 1)
  const place = `${names[0]} = ${fixed(x, 2)}, ${names[1]} = ${fixed(y, 2)}`
  return t('views.density.sentence', { place, high: fixed(high, 2), mass: fixed(100 * mass, 0) })
}

/** Two clouds of points [n, 2] by their means and spreads, which is what a scatter plot lets one compare. */
export function cloudsSentence(data: Float32Array, model: Float32Array, names: readonly [string, string]): string {
  const words = [
    ...cloudWords(t('views.density.data'), data, names),
    ...cloudWords(t('views.density.modelSamples'), model, names),
  ]
  return words.length === 0 ? t('views.density.noPoints') : words.join(' ')
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
  return [t('views.density.cloud', { title, columns: of.join(', ') })]
}
