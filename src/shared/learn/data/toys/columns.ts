import { failure, type Outcome } from '../../../document/issue'
import type { ContextChoice } from '../../../document/schema'
import type { Random } from '../../../math/random'
import type { ContextOffer } from '../preprocess/selectContext'
import type { Moments, ToySet, ToySettings } from './toy'

/** The column that says what a generator's row comes from. */
export const LABEL = 'label'

const axisNames = ['x', 'y', 'z'] as const

/** The coordinates whose density is learnt, and the columns that they are given. */
export interface ToyColumns {
  readonly axes: readonly string[]
  readonly given: readonly string[]
}

/** A generator's coordinates are given as numbers, its label as a class. */
export const toyOffers = ({ dims, labels }: ToySet): readonly ContextOffer[] => [
  ...(labels ? [{ column: LABEL, as: ['class'] as const }] : []),
  ...(dims > 1 ? axisNames.slice(0, dims).map((column) => ({ column, as: ['number'] as const })) : []),
]

export function chooseToyColumns(toy: ToySet, context: readonly ContextChoice[]): Outcome<ToyColumns> {
  const offers = toyOffers(toy)
  const given = context.map(({ column }) => column)
  for (const [at, { column, as }] of context.entries()) {
    const where = `Data "${toy.label}", context column "${column}"`
    const offer = offers.find((other) => other.column === column)
    if (!offer) {
      const names = offers.map((other) => other.column).join(', ') || 'none, for it has no label'
      return refuse(`${where}: there is no such column; expected one of ${names}. Choose again.`)
    }
    if (!offer.as.includes(as)) return refuse(`${where} is taken as a ${as}, expected a ${offer.as[0]}. Change that.`)
    if (given.indexOf(column) !== at) return refuse(`${where} is chosen twice. Choose it once.`)
  }
  const axes = axisNames.slice(0, toy.dims).filter((axis) => !given.includes(axis))
  if (axes.length === 0)
    return refuse(`Data "${toy.label}": every coordinate is context, so none is left to learn. Leave one out.`)
  return { ok: true, value: { axes, given } }
}

/** Rows of the columns named, [count, columns] row-major; of a label its place among the names. */
export function drawToy(
  toy: ToySet,
  settings: ToySettings,
  columns: readonly string[],
  { count, random }: { readonly count: number; readonly random: Random },
): Float64Array {
  const isPlain = columns.length === toy.dims && columns.every((column, c) => column === axisNames[c])
  if (isPlain) return toy.generate(count, settings, random)
  const labels = new Float64Array(count)
  const drawn = toy.generate(count, settings, random, labels)
  const axes = columns.map((column) => axisNames.findIndex((axis) => axis === column))
  const rows = new Float64Array(count * columns.length)
  for (let i = 0; i < count; i++)
    axes.forEach((axis, c) => {
      rows[i * columns.length + c] = axis < 0 ? labels[i] : drawn[i * toy.dims + axis]
    })
  return rows
}

/** Of a column, exact; null for the label. */
export const momentsOf = (column: string, moments: readonly Moments[]): Moments | null =>
  column === LABEL ? null : moments[axisNames.findIndex((axis) => axis === column)]

/** The least NLL of what is given: of rows by themselves, or with their label; null where it is not known. */
export function toyEntropy(toy: ToySet, settings: ToySettings, given: readonly string[]): number | null {
  if (given.length === 0) return toy.entropy(settings)
  return given.length === 1 && given[0] === LABEL ? toy.labels!.entropy(settings) : null
}

const refuse = (message: string) => failure(message, 'data.context')
