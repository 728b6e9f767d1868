import { count, fixed, significant } from '../../charts/numbers'
import type { ValueGrid } from '../grid'
import type { FieldQuantity, FieldUnit } from '../viewStore'
import type { StackBlock } from '../stackBlocks'

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
  const name = block === undefined ? node : `block ${String(block.place)} ${block.title}`
  const subject = places === 1 ? '1 place is' : `${count(places)} places are`
  return { places, node, text: `${subject} not finite, first at ${name}` }
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
  if (facts === null) return 'There is no finite value in view.'
  const place = names.map((name, i) => `${name} = ${fixed(facts.at[i], 2)}`).join(', ')
  const range = `from ${fixed(facts.low, 2)} to ${fixed(facts.high, 2)}, greatest at ${place}`
  if (quantity === 'condition') return `Common logarithm of the condition number ${range}.`
  const share = `${fixed(100 * facts.negative, 0)} % of the area in view contracts`
  return `log|det J| in nats ${range}. ${share}, the rest expands.`
}

/** [x, y, value] at nine nodes of a grid, for those who check what is drawn. */
export function someNodes({ bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid): readonly number[][] {
  const nodes = [0.25, 0.5, 0.75].map((at) => Math.round(at * (n - 1)))
  return nodes.flatMap((j) =>
    nodes.map((i) => [x0 + ((x1 - x0) * i) / (n - 1), y0 + ((y1 - y0) * j) / (n - 1), values[j * n + i]]),
  )
}
