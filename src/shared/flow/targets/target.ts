import type { Settings } from '../../catalogue/types'
import type { Random } from '../../math/random'
import type { TraceTarget } from '../target'

/** A target for a known D, in natural units. */
export interface Target {
  /** ln p̃ = −U. */
  readonly logDensity: TraceTarget
  /** The box outside of which there is no mass to speak of, end by end and coordinate by coordinate. */
  readonly box: readonly (readonly [number, number])[]
  /** Where its modes are, [m][D]; none where they are no points or there is one. */
  readonly modes: readonly (readonly number[])[]
  /** n exact draws [n, D], where there is a way. */
  readonly sample?: (random: Random, n: number) => Float64Array
  /** ln Z and the entropy in nats, where they have a closed form; null for an entropy without one. */
  readonly known?: { readonly logZ: number; readonly entropy: number | null }
}

export interface TargetDefinition {
  /** As in the catalogue. */
  readonly type: string
  /** What is wrong with settings of the right kinds, and with which; null when they make a target. */
  fault?(settings: Settings, dims: number): { readonly key: string; readonly words: string } | null
  create(settings: Settings, dims: number): Target
}
