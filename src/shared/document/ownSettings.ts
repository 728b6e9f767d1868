import type { Settings, SettingValue } from '../catalogue/types'
import type { BijectorNode } from './schema'

/** Settings as a document holds them: a copy, with lists of its own. */
export function ownSettings(settings: Settings): BijectorNode['settings'] {
  const copy: BijectorNode['settings'] = {}
  for (const [key, value] of Object.entries(settings)) copy[key] = isList(value) ? [...value] : value
  return copy
}

const isList = (value: SettingValue): value is readonly number[] => Array.isArray(value)
