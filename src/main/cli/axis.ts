import { InvalidArgumentError } from 'commander'
import type { AxisValue, SweepAxis } from '@shared/document/sweep/plan'

/** How `--axis` is written. */
export const AXIS_FORM =
  'PATH=A,B,… or PATH=linear:FROM:TO:COUNT or PATH=log:FROM:TO:COUNT, with :whole for whole numbers'

/** One more axis of a sweep, for commander. */
export function axisOption(text: string, before: readonly SweepAxis[] = []): readonly SweepAxis[] {
  const found = /^([^=]+)=(.+)$/.exec(text)
  if (!found) throw new InvalidArgumentError(`Expected ${AXIS_FORM}, got "${text}".`)
  const [, path, values] = found
  const range = /^(linear|log):([^:]+):([^:]+):(\d+)(:whole)?$/.exec(values)
  if (!range) return [...before, { path, values: { kind: 'list', values: values.split(',').map(valueOf) } }]
  const [from, to, count] = [range[2], range[3], range[4]].map(Number)
  if (![from, to].every(Number.isFinite) || count < 1 || count > 64)
    throw new InvalidArgumentError(`Expected two numbers and a count from 1 to 64, got "${values}".`)
  const scale = range[1] === 'log' ? 'log' : 'linear'
  return [...before, { path, values: { kind: 'range', scale, from, to, count, integer: range[5] !== undefined } }]
}

/** A number, `true`, `false`, `null`, or a word. */
function valueOf(text: string): AxisValue {
  const word = text.trim()
  if (word === 'true' || word === 'false') return word === 'true'
  if (word === 'null') return null
  return word !== '' && Number.isFinite(Number(word)) ? Number(word) : word
}

/** Seeds apart by commas, for commander. */
export function seedsOption(text: string): readonly number[] {
  const seeds = text.split(',').map(Number)
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff))
    throw new InvalidArgumentError(`Expected whole numbers from 0 on, apart by commas, got "${text}".`)
  return seeds
}
