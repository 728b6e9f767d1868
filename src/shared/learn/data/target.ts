import type { DataSource } from '../../document/schema'
import type { TraceTarget } from '../../flow/target'
import type { Units } from '../units'

/** A target given by its energy, in the flow's units. */
export interface TargetDensity {
  readonly trace: TraceTarget
  /** ln ∫p̃, nats; the same in any units. null where quadrature cannot reach it. */
  readonly logZ: number | null
  /** Where its modes are, [m, D]. */
  readonly modes: Float64Array
}

/** The target of a source with an energy; null of one with rows alone. */
export function targetOf(_source: DataSource, _units: Units): TargetDensity | null {
  return null
}
