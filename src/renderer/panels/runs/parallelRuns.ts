import type { AxisValue, SweepPlan } from '@shared/document/sweep/plan'
import type { Place } from '@shared/document/sweep/ranking'
import { count, significant } from '../../charts/numbers'
import { colourMap, MAP_SIZE } from '../../views/colourMaps/maps'

/** An axis of parallel coordinates: where values stand on it, from 0 at its foot to 1. */
export interface ParallelAxisOf {
  readonly name: string
  readonly at: (value: AxisValue) => number
  readonly marks: readonly { readonly at: number; readonly label: string }[]
  readonly word: (at: number) => string
}

const MARGIN = 0.04
/** More values than this are not all named. */
const MOST_MARKS = 7
const spread = (share: number): number => MARGIN + (1 - 2 * MARGIN) * share

/** The axis of a setting over the values that occur: by factors where they were chosen so, apart evenly where they are words. */
export function settingAxis(
  { path, values }: SweepPlan['axes'][number],
  occurring: readonly AxisValue[],
  label: string,
  word: (value: AxisValue) => string,
): ParallelAxisOf {
  const distinct = [...new Set(occurring)]
  const numbers = distinct.filter((value) => typeof value === 'number').sort((a, b) => a - b)
  if (numbers.length < distinct.length) {
    const at = (value: AxisValue) => spread(distinct.length > 1 ? distinct.indexOf(value) / (distinct.length - 1) : 0.5)
    const nearest = (place: number) => distinct.toSorted((a, b) => Math.abs(at(a) - place) - Math.abs(at(b) - place))[0]
    return { name: label || path, at, marks: distinct.map((value) => ({ at: at(value), label: word(value) })), word: (place) => word(nearest(place)) } // prettier-ignore
  }
  const [low, high] = [numbers[0], numbers[numbers.length - 1]]
  const log = low > 0 && (values.kind === 'range' ? values.scale === 'log' : high / low >= 30)
  return numberAxis(label || path, numbers, log, 4)
}

/** The axis of a loss, and of any other number; where all are whole, so is each that is written. */
export function numberAxis(name: string, values: readonly number[], log: boolean, digits: number): ParallelAxisOf {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  const [low, high] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 1]
  const place = log ? Math.log : (value: number) => value
  const back = log ? Math.exp : (value: number) => value
  const span = place(high) - place(low)
  const at = (value: AxisValue) => spread(span > 0 ? (place(Number(value)) - place(low)) / span : 0.5)
  const valueAt = (one: number) => back(place(low) + (span * (one - MARGIN)) / (1 - 2 * MARGIN))
  const whole = sorted.length > 0 && sorted.every(Number.isInteger)
  const quarters = [0, 0.25, 0.5, 0.75, 1].map((share) => back(place(low) + span * share))
  const few = sorted.length <= MOST_MARKS ? sorted : whole ? [...new Set(quarters.map(Math.round))] : quarters
  const label = (value: number) => (whole ? count(value) : significant(value, digits))
  return { name, at, marks: few.map((value) => ({ at: at(value), label: label(value) })), word: (one) => label(valueAt(one)) } // prettier-ignore
}

/**
 * A colour for each place, the best the farthest from the ground: of a map that colour-blind eyes read, without its end there,
 * so that the worst has a contrast of 3 with the panel.
 */
export function lossColours(places: readonly Place[], light: boolean): ReadonlyMap<number, string> {
  const { rgba } = colourMap('cividis')
  const losses = places.flatMap(({ mean }) => (mean === null ? [] : [mean]))
  const sorted = [...losses].sort((a, b) => a - b)
  const shareOf = (mean: number) => (sorted.length > 1 ? sorted.indexOf(mean) / (sorted.length - 1) : 0)
  return new Map(
    places.map(({ point, mean }) => {
      if (mean === null) return [point, 'var(--text-faint)']
      const entry = Math.round((MAP_SIZE - 1) * (light ? 0.62 * shareOf(mean) : 1 - 0.58 * shareOf(mean)))
      return [point, `rgb(${rgba[4 * entry]} ${rgba[4 * entry + 1]} ${rgba[4 * entry + 2]})`]
    }),
  )
}
