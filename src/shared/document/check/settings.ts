import { isActive, settingFault } from '../../catalogue/check'
import { baseEntry, bases, blockEntry, blocks } from '../../catalogue/registry'
import type { BaseNode, BijectorNode } from '../schema'
import type { Issue } from '../issue'
import { withNodeDefaults } from '../defaults'
import { didYouMean, nearest } from '../read/words'
import type { Blame } from './blame'

/** Whether a node's type is in the catalogue and its settings fit. Missing settings are fine: they take defaults. */
export function checkSettings(node: BaseNode | BijectorNode, { at }: Blame, dims?: number): readonly Issue[] {
  const isBase = node.kind === 'base'
  const entry = isBase ? baseEntry(node.type) : blockEntry(node.type)
  if (!entry) {
    const what = isBase ? 'base distribution' : 'block'
    const remedy = typeMeant(node.type, isBase ? bases : blocks)
    return [at(node, 'error', `there is no ${what} of type "${node.type}". ${remedy}`, 'type')]
  }
  const known = entry.settings.map((setting) => setting.key)
  const unknown = Object.keys(node.settings).filter((key) => !known.includes(key))
  const { settings } = withNodeDefaults(node)
  return [
    ...unknown.map((key) => {
      const remedy = known.length === 0 ? 'Remove it.' : didYouMean(key, known)
      return at(node, 'error', `${entry.label} has no setting "${key}". ${remedy}`, `settings.${key}`)
    }),
    ...entry.settings.flatMap((setting) => {
      const value = settings[setting.key]
      if (value === null && !isActive(setting, settings)) return []
      const fault = settingFault(setting, value, isActive(setting, settings) ? dims : undefined)
      if (fault === null) return []
      const name = setting.label.toLowerCase()
      const words = /^(expected|at) /.test(fault) ? `${name}: ${fault}` : `${name} ${fault}`
      return [at(node, 'error', words, `settings.${setting.key}`)]
    }),
  ]
}

/** Offers the nearest type as files have it, with the name that the palette has for it. */
function typeMeant(type: string, known: readonly { readonly type: string; readonly label: string }[]): string {
  const types = known.map((entry) => entry.type)
  const guess = known.find((entry) => entry.type === nearest(type, types))
  return guess ? `Did you mean "${guess.type}" (${guess.label})?` : didYouMean(type, types)
}
