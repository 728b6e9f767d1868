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

/** What each row of a set comes from, such as one of its moons: a class that rows can be given. */
export interface ToyLabels {
  readonly names: readonly string[]
  /** −E ln p(x | label) in nats: the least NLL of rows whose label is given. */
  entropy(settings: ToySettings): number
  /** p(x | label) of a set in the plane. */
  readonly density?: (settings: ToySettings, label: number) => PlaneDensity
  /** The same of a set on the line. */
  readonly line?: (settings: ToySettings, label: number) => LineDensity
}

/** A density of the line: p at x, natural units. */
export type LineDensity = (x: number) => number

/** A synthetic data set: independent rows from one density that is known in closed or integrable form. */
export interface ToySet {
  readonly name: string
  readonly label: string
  readonly dims: 1 | 2 | 3
  readonly summary: string
  /** Where the generator comes from. */
  readonly source: string
  readonly settings: readonly ToySetting[]
  readonly labels?: ToyLabels
  /** `count` rows, row-major [count, dims]. `labels` [count] receives each row's label, by its place, where there are any. */
  generate(count: number, settings: ToySettings, random: Random, labels?: Float64Array): Float64Array
  /** Of each coordinate, exact: what a sample's tend to. */
  moments(settings: ToySettings): readonly Moments[]
  /** Differential entropy −∫ p ln p in nats. */
  entropy(settings: ToySettings): number
  /** The density itself, of a set in the plane. */
  readonly density?: (settings: ToySettings) => PlaneDensity
  /** The density itself, of a set on the line. */
  readonly line?: (settings: ToySettings) => LineDensity
}

/** Fills rows one at a time: `draw` writes row `i` at `rows[offset…offset + dims)` and answers its label, if it has one. */
export function fillRows(
  count: number,
  dims: number,
  draw: (rows: Float64Array, offset: number) => number | undefined,
  labels?: Float64Array,
): Float64Array {
  const rows = new Float64Array(count * dims)
  for (let i = 0; i < count; i++) {
    const label = draw(rows, i * dims)
    if (labels && label !== undefined) labels[i] = label
  }
  return rows
}

export const noiseSetting = (value: number, min: number, max: number): ToySetting => ({
  key: 'noise',
  label: 'Noise',
  default: value,
  min,
  max,
})
