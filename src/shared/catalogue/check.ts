import { textFault } from '../expression/read'
import { coordinates, latent } from '../expression/variables'
import { invertMatrix } from '../math/matrix'
import { graphFault } from './graph'
import type { IntegersSetting, MatrixSetting, NumberSetting, Setting, Settings, SettingValue } from './types'

/**
 * What is wrong with a value for a setting, as "expected …, got …. remedy", or null when it is fine. `dims` is the
 * dimension D of the data where it is known; lists are checked against it.
 */
export function settingFault(setting: Setting, value: SettingValue, dims?: number): string | null {
  switch (setting.kind) {
    case 'number':
      return numberFault(setting, value)
    case 'choice': {
      const names = setting.options.map((option) => `"${option.value}"`)
      return names.includes(JSON.stringify(value))
        ? null
        : `expected ${names.join(', ')}, got ${text(value)}. Choose one.`
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : `expected true or false, got ${text(value)}. Switch it on or off.`
    case 'integers':
      return listFault(setting, value, dims)
    case 'matrix':
      return matrixFault(setting, value, dims)
    case 'text': {
      const variables = setting.constraint === 'energy' ? coordinates(dims ?? 2) : latent
      const { words, first } = variables
      return typeof value === 'string'
        ? textFault(value, variables)
        : `expected an expression in ${words}, got ${text(value)}. Type one, such as 2${first} + 1.`
    }
  }
}

/** Whether a setting has a say: `when` it depends on another, only while that has the value named. */
export function isActive(setting: Setting, settings: Settings): boolean {
  return !setting.when || settings[setting.when.key] === setting.when.equals
}

function numberFault({ min, max, integer }: NumberSetting, value: SettingValue): string | null {
  const kind = integer ? 'a whole number' : 'a number'
  const fits = typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value))
  return fits ? null : `expected ${kind} from ${min} to ${max}, got ${text(value)}. Choose one in this range.`
}

function listFault({ constraint, label }: IntegersSetting, value: SettingValue, dims?: number): string | null {
  const name = label.toLowerCase()
  if (value === null) return `expected a list of whole numbers, got none. Enter the ${name}.`
  if (!Array.isArray(value)) return `expected a list of whole numbers, got ${text(value)}. Enter the ${name}.`
  if (constraint === 'graph') return graphFault(value, dims)
  const entries = value as readonly number[]
  if (dims !== undefined && entries.length !== dims) {
    return `has ${entries.length} entries, expected ${dims} (the data's dimension). Edit the ${name}.`
  }
  return constraint === 'mask' ? maskFault(entries) : permutationFault(entries)
}

/** Not given is fine: it stands for the identity, or for zeros. */
function matrixFault({ form, label }: MatrixSetting, value: SettingValue, dims?: number): string | null {
  if (value === null) return null
  const name = label.toLowerCase()
  if (!Array.isArray(value)) return `expected a list of numbers, got ${text(value)}. Enter the ${name}.`
  const entries = value as readonly number[]
  if (!entries.every(Number.isFinite)) return `expected only finite numbers, got ${text(entries)}. Edit the ${name}.`
  if (dims === undefined || form === 'list') return null
  const [expected, shape] =
    form === 'square' ? [dims * dims, `${dims} rows of ${dims}`] : [dims, "the data's dimension"]
  if (entries.length !== expected)
    return `has ${entries.length} entries, expected ${expected} (${shape}). Edit the ${name}.`
  return form === 'square' && !invertMatrix(entries, dims)
    ? `has determinant 0 to working precision, so it has no inverse. Change the ${name}.`
    : null
}

function maskFault(entries: readonly number[]): string | null {
  if (!entries.every((entry) => entry === 0 || entry === 1))
    return `expected only 0 and 1, got ${text(entries)}. Edit the mask.`
  if (!entries.includes(1)) return `transforms no coordinate, got ${text(entries)}. Set at least one entry to 1.`
  if (entries.length > 1 && !entries.includes(0)) {
    return `passes no coordinate through, got ${text(entries)}. Set at least one entry to 0.`
  }
  return null
}

function permutationFault(entries: readonly number[]): string | null {
  const sorted = [...entries].sort((a, b) => a - b)
  if (entries.length > 0 && sorted.every((entry, index) => entry === index)) return null
  return `expected each of 0 to ${Math.max(entries.length - 1, 0)} exactly once, got ${text(entries)}. Edit the order.`
}

function text(value: SettingValue): string {
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}
