import type { Settings } from '../catalogue/types'

const wrong = (key: string, expected: string, settings: Settings): Error =>
  new Error(`internal: setting "${key}" is ${JSON.stringify(settings[key])}, expected ${expected}`)

/** A setting that the catalogue declares a number. Documents are checked before, so another type is our own mistake. */
export function numberSetting(settings: Settings, key: string): number {
  const value = settings[key]
  if (typeof value !== 'number') throw wrong(key, 'a number', settings)
  return value
}

/** A setting that the catalogue declares a choice. */
export function choiceSetting(settings: Settings, key: string): string {
  const value = settings[key]
  if (typeof value !== 'string') throw wrong(key, 'one of its options', settings)
  return value
}

/** A setting that the catalogue declares a boolean. */
export function booleanSetting(settings: Settings, key: string): boolean {
  const value = settings[key]
  if (typeof value !== 'boolean') throw wrong(key, 'true or false', settings)
  return value
}

/** A setting that the catalogue declares a matrix or vector, row by row; null when it was not given. */
export const matrixSetting = (settings: Settings, key: string): readonly number[] | null =>
  integersSetting(settings, key)

/** A setting that the catalogue declares a list of whole numbers; null when it was not given. */
export function integersSetting(settings: Settings, key: string): readonly number[] | null {
  const value = settings[key]
  if (value === null) return null
  if (!Array.isArray(value)) throw wrong(key, 'a list or null', settings)
  return value as readonly number[]
}
