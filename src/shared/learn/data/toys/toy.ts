import type { Random } from '../../../math/random'
import type { PlaneDensity } from '../entropy/plane'

/** A number a generator takes. */
export interface ToySetting {
  readonly key: string
  readonly label: string
  readonly default: number
  readonly min: number
  readonly max: number
}

/** A setting's value by its key; every key of the set's `settings` is present. */
export type ToySettings = Readonly<Record<string, number>>

/** Mean and standard deviation of one coordinate of a density. */
export interface Moments {
  readonly mean: number
  readonly sd: number
}

/** A synthetic data set: independent rows from one density that is known in closed or integrable form. */
export interface ToySet {
  readonly name: string
  readonly label: string
  readonly dims: 1 | 2 | 3
  readonly summary: string
  /** Where the generator comes from. */
  readonly source: string
  readonly settings: readonly ToySetting[]
  /** `count` rows, row-major [count, dims]. */
  generate(count: number, settings: ToySettings, random: Random): Float64Array
  /** Of each coordinate, exact: what a sample's tend to. */
  moments(settings: ToySettings): readonly Moments[]
  /** Differential entropy −∫ p ln p in nats. */
  entropy(settings: ToySettings): number
  /** The density itself, of a set in the plane. */
  readonly density?: (settings: ToySettings) => PlaneDensity
}

/** Fills rows one at a time: `draw` writes row `i` at `rows[offset…offset + dims)`. */
export function fillRows(
  count: number,
  dims: number,
  draw: (rows: Float64Array, offset: number) => void,
): Float64Array {
  const rows = new Float64Array(count * dims)
  for (let i = 0; i < count; i++) draw(rows, i * dims)
  return rows
}

export const noiseSetting = (value: number, min: number, max: number): ToySetting => ({
  key: 'noise',
  label: 'Noise',
  default: value,
  min,
  max,
})
