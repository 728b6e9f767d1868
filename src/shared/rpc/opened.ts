import type { Issue } from '../document/issue'
import type { EngineSettings } from './settings'

/** What the engine tells of a document that it has opened: its data as a flow is trained on them, its blocks and its program. */

/** Names of columns and per-column ranges of a data set, for axes and the data panel. Natural units. */
export interface ColumnSummary {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly sd: number
}

export interface DataSummary {
  readonly name: string
  readonly columns: readonly ColumnSummary[]
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number }
  /** Differential entropy in nats and natural units, where the density is known: the best possible NLL. */
  readonly entropy: number | null
  /** Between natural units and the flow's standardised ones, per column: x = mean + scale · u. */
  readonly units: { readonly mean: readonly number[]; readonly scale: readonly number[] }
  /** Up to 4000 training rows, row-major float32 of shape [n, D], natural units, for drawing. */
  readonly preview: Float32Array
  readonly context: ContextSummary
}

/** What x is given, and could be. */
export interface ContextSummary {
  /** In the order of a view's `given`; empty for p(x). */
  readonly columns: readonly GivenSummary[]
  /** Of the preview's rows, [n, columns], natural: a number, or the place of a class. */
  readonly preview: Float32Array
  /** Columns of the source that x could be given, and as what, the likelier first. */
  readonly offers: readonly { readonly column: string; readonly as: readonly ('number' | 'class')[] }[]
}

/** A context column: its range and quantiles (5, 25, 50, 75 and 95 %) in natural units, or its classes. */
export type GivenSummary =
  | {
      readonly name: string
      readonly kind: 'number'
      readonly min: number
      readonly max: number
      readonly mean: number
      readonly quantiles: readonly number[]
    }
  | { readonly name: string; readonly kind: 'class'; readonly classes: readonly string[] }

export interface BlockSummary {
  readonly node: string
  readonly parameters: number
}

/** What the engine answers when a document is opened. */
export interface Opened {
  readonly dims: number
  readonly data: DataSummary
  readonly blocks: readonly BlockSummary[]
  readonly parameters: number
  readonly backend: string
  readonly precision: EngineSettings['precision']
  /** On which a training step runs. */
  readonly threads: number
  /** What the first block is called that moves points by chance; absent where every point has a density. */
  readonly chance?: string
  /** Milliseconds from document to runnable program. */
  readonly compileMs: number
  /** The least that the objective's loss can be, nats: that of the true density; null where it is not known. */
  readonly leastLoss: number | null
  readonly warnings: readonly Issue[]
}
