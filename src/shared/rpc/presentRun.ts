import { z } from 'zod'
import type { Issue } from '../document/issue'
import type { TestScore } from './library'

/** The run that goes on now: where it stands, what became of it by edits, its curves and what is kept of its weights. */

/** What the run is doing now: one state at a time. */
export type RunState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'training' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished'; readonly reason: 'steps' | 'early-stopping' | 'target' | 'stopped' }
  | { readonly kind: 'failed'; readonly issue: Issue }

export interface RunStatus {
  readonly state: RunState
  readonly step: number
  readonly steps: number
  readonly stepsPerSecond: number
  /** The best validation so far, by the objective's loss, and its step. */
  readonly best: { readonly step: number; readonly nll: number } | null
  /** The step of the weights where a run stands that went back to its best; absent where its own last are there. */
  readonly keptStep?: number
  /** Of the last validation's draws, where the objective takes draws: effective ones as a share of all, and ln Z in nats. */
  readonly weighed?: { readonly effectiveShare: number; readonly logZ: number }
  /** What it scores on the test rows; absent before that is known, which is only of a run that is over. */
  readonly test?: TestScore
  readonly seed: number
  /** Where the run's document was edited, and how, oldest first; absent where it was not. */
  readonly edits?: readonly EditMark[]
}

export interface EditMark {
  /** Steps that were taken before. */
  readonly step: number
  /** A phrase each: "added Planar". */
  readonly changes: readonly string[]
}

/** What became of a trained run by an edit. */
export interface Carried {
  /** It goes `on`, it is `back` where it was when the document was last left, or another begins `anew`. */
  readonly kind: 'on' | 'back' | 'anew'
  /** What is not a matter of course, in sentences. */
  readonly text: string | null
  /** All of its curves so far; null where those of before go on. */
  readonly history: MetricsBatch | null
}

/** What a run's curves are written as: `tfevents` for TensorBoard. */
export const MetricsFormat = z.enum(['csv', 'jsonl', 'tfevents'])
export type MetricsFormat = z.infer<typeof MetricsFormat>

/** The objective's loss in nats, for maximum likelihood the NLL per row in natural units. Batched for the wire, never dropped. */
export interface MetricsBatch {
  /** First entry's position in the run's history, so that a late joiner can place it. */
  readonly steps: Float64Array
  readonly trainLoss: Float64Array
  readonly gradientNorm: Float64Array
  /** Seconds of training when each step was done, pauses left out; NaN of steps that were not timed. Absent where none was. */
  readonly seconds?: Float64Array
  readonly validationSteps: Float64Array
  readonly validationLoss: Float64Array
  /** What each step's loss is the sum of, by name; absent where it is one thing. */
  readonly parts?: Readonly<Record<string, Float64Array>>
}

/** Snapshots of the weights that are kept, by their step, oldest first. */
export interface SnapshotList {
  readonly steps: readonly number[]
  /** What they take, and may take, in bytes. */
  readonly bytes: number
  readonly limit: number
}
