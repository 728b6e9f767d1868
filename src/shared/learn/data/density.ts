import type { FlowDocument } from '../../document/schema'
import { findEnergy } from './energy'
import type { PlaneDensity } from './entropy/plane'
import { LABEL } from './toys/columns'
import { findToy, resolveSettings } from './toys/registry'
import type { LineDensity } from './toys/toy'

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
  const toy = toyOf({ source, context })
  if (!toy) return null
  const { set, settings, labelled } = toy
  return (labelled ? set.labels?.density?.(settings, given[0]) : set.density?.(settings)) ?? null
}

/** The same of data on the line that a generator draws. */
export function knownLine(
  data: Pick<FlowDocument['data'], 'source' | 'context'>,
  given: readonly number[] = [],
): LineDensity | null {
  const toy = toyOf(data)
  if (!toy) return null
  const { set, settings, labelled } = toy
  return (labelled ? set.labels?.line?.(settings, given[0]) : set.line?.(settings)) ?? null
}

/** The generator of a document's rows, and whether their labels are given; null where anything else is, or there is none. */
function toyOf({ source, context }: Pick<FlowDocument['data'], 'source' | 'context'>) {
  if (source.kind !== 'toy') return null
  const labelled = context.length === 1 && context[0].column === LABEL
  const toy = findToy(source.name)
  if (!toy.ok || (context.length > 0 && !labelled)) return null
  const settings = resolveSettings(toy.value, source.settings)
  return settings.ok ? { set: toy.value, settings: settings.value, labelled } : null
}
