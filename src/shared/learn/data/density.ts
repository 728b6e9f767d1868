import type { DataSource } from '../../document/schema'
import { findEnergy } from './energy'
import type { PlaneDensity } from './entropy/plane'
import { findToy, resolveSettings } from './toys/registry'

/** The density that a source's rows are drawn from, in natural units, where it is known and of the plane. */
export function knownDensity(source: DataSource): PlaneDensity | null {
  if (source.kind === 'energy') {
    const energy = findEnergy(source)
    return energy.ok && source.dims === 2 ? energy.value.density : null
  }
  if (source.kind !== 'toy') return null
  const toy = findToy(source.name)
  if (!toy.ok || !toy.value.density) return null
  const settings = resolveSettings(toy.value, source.settings)
  return settings.ok ? toy.value.density(settings.value) : null
}
