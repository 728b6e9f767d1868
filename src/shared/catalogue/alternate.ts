import { oppositeMask } from './masks'
import { blockEntry } from './registry'
import type { Settings } from './types'

/**
 * The settings with which a block takes the coordinates the other way round: a coupling transforms what it passed
 * through, and an order is reversed. Empty for a block that has neither, or a graph in place of an order.
 */
export function oppositeSettings(type: string, settings: Settings): Settings {
  const entry = blockEntry(type)
  if (entry?.family === 'coupling') return oppositeMask(settings)
  const order = entry?.settings.find(({ key }) => key === 'order')
  if (order?.kind !== 'choice' || !order.options.some(({ value }) => value === 'natural')) return {}
  const { order: now = order.default } = settings
  if (now === 'graph') return {}
  return { order: now === 'reverse' ? 'natural' : 'reverse' }
}
