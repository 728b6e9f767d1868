import type { FlowDocument } from '../../document/schema'
import { findEnergy } from './energy'
import type { PlaneDensity } from './entropy/plane'
import { LABEL } from './toys/columns'
import { findToy, resolveSettings } from './toys/registry'

/**
 * The density that a document's rows are drawn from, in natural units, where it is known and of the plane. `given` holds
 * one natural value per context column.
 */
export function knownDensity(
  { source, context }: Pick<FlowDocument['data'], 'source' | 'context'>,
  given: readonly number[] = [],
): PlaneDensity | null {
  if (source.kind === 'energy') {
    const energy = findEnergy(source)
    return energy.ok && source.dims === 2 ? energy.value.density : null
  }
  if (source.kind !== 'toy') return null
  const toy = findToy(source.name)
  if (!toy.ok) return null
  const { density, labels } = toy.value
  if (context.length > 0 && !(context.length === 1 && context[0].column === LABEL)) return null
  const settings = resolveSettings(toy.value, source.settings)
  if (!settings.ok) return null
  return context.length === 0
    ? (density?.(settings.value) ?? null)
    : (labels?.density?.(settings.value, given[0]) ?? null)
}
