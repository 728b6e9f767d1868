import type { Command } from 'commander'
import type { ContextColumn } from '@shared/document/model'
import type { ContextChoice } from '@shared/document/schema'
import type { ContextOffer } from '@shared/learn/data'
import { CommandFailure } from './failure'

export interface GivenOptions {
  readonly given?: string
}

/** `--given`, for commands that ask a model: what x is given, the same for all rows. */
export const addGivenOption = (command: Command, otherwise: string): Command =>
  command.option('--given <name=value,…>', `what x is given, for a model with context; ${otherwise}`)

/**
 * The natural values of a model's context columns, a class by its place: from `label=upper,dose=1.5`, each column once;
 * null where nothing is given.
 */
export function givenValues(text: string | undefined, columns: readonly ContextColumn[]): readonly number[] | null {
  if (text === undefined) return null
  const listed = columns.map(({ name }) => name).join(', ') || 'none, since it has no context'
  const pairs = text.split(',').map((pair) => {
    const at = pair.lastIndexOf('=')
    const name = pair.slice(0, at).trim()
    if (at < 0 || !columns.some((column) => column.name === name))
      throw new CommandFailure(
        `--given "${pair}": expected NAME=VALUE with a column of the model's context: ${listed}.`,
      )
    return { name, value: pair.slice(at + 1).trim() }
  })
  return columns.map((column) => {
    const own = pairs.filter(({ name }) => name === column.name)
    if (own.length !== 1)
      throw new CommandFailure(`--given: "${column.name}" is given ${own.length} times, expected once. Name ${listed}.`)
    return valueIn(column, own[0].value)
  })
}

/** A class may be named or counted: label=upper or label=0. */
function valueIn(column: ContextColumn, text: string): number {
  const value = text === '' ? NaN : Number(text)
  if (column.kind === 'number') {
    if (Number.isFinite(value)) return value
    throw new CommandFailure(`--given ${column.name}=${text}: expected a number.`)
  }
  const { name, classes } = column
  const place = classes.includes(text) ? classes.indexOf(text) : value
  if (Number.isInteger(place) && place >= 0 && place < classes.length) return place
  throw new CommandFailure(`--given ${name}=${text}: expected one of ${classes.join(', ')}.`)
}

/** The columns of `--context a,b:class`, each as told or as what is likeliest of it; none for `none`. */
export function contextChoices(text: string, offers: readonly ContextOffer[]): ContextChoice[] {
  if (text.trim() === 'none') return []
  return text.split(',').map((entry) => {
    const [, column, as] = /^(.*?)(?::(number|class))?$/.exec(entry.trim())!
    const offer = offers.find((other) => other.column === column)
    const listed = offers.map((other) => `${other.column} (${other.as.join(' or ')})`).join(', ') || 'none'
    if (!offer || (as !== undefined && !offer.as.includes(as as ContextChoice['as'])))
      throw new CommandFailure(`--context "${entry.trim()}": the data offers ${listed}. Choose one of these, or none.`)
    return { column, as: (as as ContextChoice['as'] | undefined) ?? offer.as[0] }
  })
}
