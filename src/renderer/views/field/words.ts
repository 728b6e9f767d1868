import { count, fixed, significant } from '../../charts/numbers'
import type { ValueGrid } from '../grid'
import type { FieldQuantity, FieldUnit } from '../viewStore'
import type { StackBlock } from '../stackBlocks'
import { counted, t } from '../../strings/t'

/** A factor written out, e.g. ×0.37. */
export const factor = (logDet: number): string => `×${significant(Math.exp(logDet), 3)}`

/** log|det J| as a person wants it: in nats, or as the factor by which it changes a volume. */
export const determinant = (logDet: number, unit: FieldUnit): string =>
  unit === 'factor' ? factor(logDet) : fixed(logDet, 3)

export interface NonFinite {
  readonly places: number
  /** The first block at which a value is infinite or no number. */
  readonly node: string
  readonly text: string
}

/** How many places of a field are not finite, and where that begins; null when all are. */
export function nonFiniteWords(
  found: readonly { readonly node: string; readonly count: number }[],
  blocks: readonly StackBlock[],
): NonFinite | null {
  if (found.length === 0) return null
  const places = found.reduce((sum, one) => sum + one.count, 0)
  const { node } = found[0]
  const block = blocks.find((one) => one.node === node)
  const name = block === undefined ? node : t('views.field.block', { place: block.place, title: block.title })
  return { places, node, text: counted('views.field.notFinite', places, { count: count(places), name }) }
}

/** Least, greatest and where, of a field's finite values. */
export interface FieldFacts {
  readonly low: number
  readonly high: number
  /** Where the greatest value is. */
  readonly at: readonly [number, number]
  /** Fraction of the places at which the value is negative. */
  readonly negative: number
}

export function fieldFacts({ bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid): FieldFacts | null {
  let [low, high, where, negative, finite] = [Infinity, -Infinity, -1, 0, 0]
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return
    finite++
    if (value < 0) negative++
    if (value < low) low = value
    if (value > high) [high, where] = [value, i]
  })
  if (where < 0) return null
  const at = [x0 + ((x1 - x0) * (where % n)) / (n - 1), y0 + ((y1 - y0) * Math.floor(where / n)) / (n - 1)] as const
  return { low, high, at, negative: negative / finite }
}

/** The field in one sentence or two, for those who do not see it. */
export function fieldSentence(facts: FieldFacts | null, quantity: FieldQuantity, names: readonly string[]): string {
  if (facts === null) return t('views.field.none')
  const place = names.map((name, i) => `${name} = ${fixed(facts.at[i], 2)}`).join(', ')
  const range = { low: fixed(facts.low, 2), high: fixed(facts.high, 2), place }
  if (quantity === 'condition') return t('views.field.conditionSentence', range)
  return t('views.field.sentence', { ...range, share: fixed(100 * facts.negative, 0) })
}

/** [x, y, value] at nine nodes of a grid, for those who check what is drawn. */
export function someNodes({ bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid): readonly number[][] {
  const nodes = [0.25, 0.5, 0.75].map((at) => Math.round(at * (n - 1)))
  return nodes.flatMap((j) =>
    nodes.map((i) => [x0 + ((x1 - x0) * i) / (n - 1), y0 + ((y1 - y0) * j) / (n - 1), values[j * n + i]]),
  )
}
