import type { BatchState } from './batches'
import type { HistorySlice } from './history'
import type { WeighedValidation } from './validation'

/** The weights of the best validation so far. */
export interface Best {
  readonly step: number
  /** The objective's loss, nats: for maximum likelihood per row, natural units. */
  readonly nll: number
  readonly theta: Float64Array
}

/** Where a run's document was edited, and how. */
export interface EditMark {
  /** Steps that were taken before. */
  readonly step: number
  /** A phrase each: "added Planar". */
  readonly changes: readonly string[]
}

/** Blocks that joined a run late, by id: what `count` was when their moments were empty. */
export type Joined = Readonly<Record<string, number>>

/** Everything a run is made of: given to another trainer of the same document, it goes on with the same numbers. */
export interface TrainerState {
  readonly seed: number
  /** Steps taken. */
  readonly step: number
  /** Updates in Adam's moments; fewer than `step` after a model was opened without them. */
  readonly count: number
  /** Absent where every block has been there from the start. */
  readonly joined?: Joined
  readonly theta: Float64Array
  readonly m: Float64Array
  readonly v: Float64Array
  /** null when no average is kept. */
  readonly ema: Float64Array | null
  readonly best: Best | null
  /** The step of the best weights, where the run went back to them and has taken no step since. */
  readonly keptStep?: number
  /** Validations since the best. */
  readonly sinceBest: number
  /** What the draws of the last validation told, where the objective takes any. */
  readonly weighed?: WeighedValidation
  /** See `Validation`. */
  readonly luck: number | null
  readonly batches: BatchState
  readonly history: HistorySlice
  /** Oldest first. */
  readonly edits: readonly EditMark[]
}

/** Why a run ends by itself. */
export type FinishReason = 'steps' | 'early-stopping' | 'target'

/** How a step went: on it goes, or the run is over. */
export type StepOutcome =
  | { readonly kind: 'stepped' }
  | { readonly kind: 'finished'; readonly reason: FinishReason }
  | { readonly kind: 'failed'; readonly failure: NonFiniteStep }

/** A step whose loss or gradient was not finite; the newest weights of which a finite loss is known were put back. */
export interface NonFiniteStep {
  readonly step: number
  readonly loss: number
  readonly gradientNorm: number
  /** The block where the first such value appears, if it can be found again. */
  readonly node: string | null
  readonly op: string | null
}
