import type { DataSource } from '../../document/schema'
import type { TraceTarget } from '../../flow/target'
import type { Units } from '../units'
import { findEnergy } from './energy'

/** A target given by its energy, in the flow's units. */
export interface TargetDensity {
  readonly trace: TraceTarget
  /** ln ∫p̃, nats; the same in any units. null where quadrature cannot reach it. */
  readonly logZ: number | null
  /** Where its modes are, [m, D]. */
  readonly modes: Float64Array
}

/**
 * The target of a source with an energy, which no transform bends; null of one with rows alone. With u = (x − mean)/scale the density of u is that of
 * x times Π scale, so that ln p̃(u) = ln p̃(x) + `logVolume` and ∫p̃ stays the same.
 */
export function targetOf(source: DataSource, units: Units): TargetDensity | null {
  if (source.kind !== 'energy') return null
  const energy = findEnergy(source)
  if (!energy.ok) return null
  const { target, logZ } = energy.value
  const own = units.mean.every((mean, d) => mean === 0 && units.scale[d] === 1)
  return {
    trace: (b, u) => {
      if (own) return target.logDensity(b, u)
      const x = b.add(b.mul(u, b.constant(units.scale, [units.dims])), b.constant(units.mean, [units.dims]))
      return b.add(target.logDensity(b, x), units.logVolume)
    },
    logZ,
    modes: units.toFlow(Float64Array.from(target.modes.flat())),
  }
}
