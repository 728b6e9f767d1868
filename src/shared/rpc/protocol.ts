import { z } from 'zod'
import type { Issue } from '../document/issue'
import { ModelFile } from '../document/model'
import { DataSource, FlowDocument } from '../document/schema'
import type { DataDescription, DataRows } from './dataDescription'
import type { Evaluation, Probe, Reference, TableReport, Truth } from './answers'
import type { HostEvent } from './host'
import type { EnrolledRun, RunMark } from './library'
import type { BackendReport, MachineNews } from './machine'
import { MAX_RUNS, RunNumber, type RunDetail, type RunList } from './runs'
import { EngineSettings } from './settings'
import { TabId, type PutByList } from './tabs'
import { At, Bounds, Given, View, type Frame } from './views'

export * from './answers'
export * from './dataDescription'
export * from './host'
export * from './library'
export * from './machine'
export * from './runDeeds'
export * from './runs'
export * from './settings'
export * from './tabs'
export * from './views'

/**
 * What travels between the renderer, the host (main process) and the engine process. Messages are tagged unions;
 * everything that arrives is validated with the schemas here before it is used. Typed arrays travel as they are over
 * ports that clone them and through `codec.ts` over those that carry bytes.
 */

export const PROTOCOL_VERSION = 1

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
  /** Of the last validation's draws, where the objective takes draws: effective ones as a share of all, and ln Z in nats. */
  readonly weighed?: { readonly effectiveShare: number; readonly logZ: number }
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

const Points = z.instanceof(Float64Array)
const Bytes = z.instanceof(Uint8Array)
const Seed = z.number().int().min(0).max(0xffffffff)

/** Parameters of each engine call. */
export const engineCalls = {
  /**
   * Compiles a document, loads its data and draws fresh parameters. `edited`: it is the one before with edits, whose run goes
   * on, with what its blocks have learnt and training if it was; runs are kept to be compared, else they are forgotten.
   * `returns`: it is one of those before, and found as it was left. Answers `Opened` with what became of the run.
   */
  open: z.strictObject({ document: FlowDocument, edited: z.boolean().optional(), returns: z.boolean().optional() }),
  /** Replaces everything with a model's document and parameters, paused at its step count. Answers `Opened`. */
  openModel: z.strictObject({ model: ModelFile }),
  /** What the engine holds now, for a renderer that (re)joins. Answers `Attached`. */
  attach: z.strictObject({}),
  /** Shows what is held of a tab, whose run goes on where it was left; what was shown is put by. Answers `Attached`. */
  turnTo: z.strictObject({ tab: TabId }),
  /** A tab was closed: nothing of it is held any more. */
  letGo: z.strictObject({ tab: TabId }),
  train: z.strictObject({}),
  pause: z.strictObject({}),
  /** Trains exactly `count` steps, then pauses. */
  step: z.strictObject({ count: z.number().int().min(1).max(100_000) }),
  /** Ends the run; best weights are restored when early stopping is on. */
  stop: z.strictObject({}),
  /** Back to step 0: the same initial weights for the same seed. */
  reset: z.strictObject({ seed: Seed }),
  /** Replaces the set of watched views. */
  watch: z.strictObject({ views: z.array(View).max(16) }),
  /** The renderer has shown the frame of this view; the next may be sent. */
  credit: z.strictObject({ view: z.string().max(64) }),
  /** log p, z and logDet at [n, D] points in natural units, all given the same context. Answers `Probe`. */
  probe: z.strictObject({ points: Points, at: At.optional(), given: Given }),
  /**
   * log p of the data's own density on a grid like a `DensityFrame`'s, or null where it is not known; of an earlier run's
   * data where one is named. Answers `Truth`.
   */
  truth: z.strictObject({
    bounds: Bounds,
    resolution: z.number().int().min(8).max(512),
    run: RunNumber.optional(),
    given: Given,
  }),
  /** Draws of the data's energy by the No-U-Turn sampler. Answers `Reference`. */
  reference: z.strictObject({}),
  /** An earlier run in full. Answers `RunDetail`. */
  describeRun: z.strictObject({ run: RunNumber }),
  /** Replaces the set of earlier runs that are looked at: they are not given up, and the machinery of others is. */
  holdRuns: z.strictObject({ runs: z.array(RunNumber).max(MAX_RUNS) }),
  /** Answers `Evaluation` on the held-out test rows; with what blocks cost where that is asked for. */
  evaluate: z.strictObject({ costs: z.boolean().optional() }),
  /** Answers the `ModelFile`. */
  exportModel: z.strictObject({}),
  /** The run's curves as a file. Answers what is in it. */
  exportMetrics: z.strictObject({ format: MetricsFormat }),
  /** Reads a user's file (type by extension). Answers `TableReport`. */
  readTable: z.strictObject({ name: z.string().max(256), bytes: Bytes }),
  /** The chosen columns of the file read last, as a document's data source. Answers `DataSource`. */
  takeTable: z.strictObject({ columns: z.array(z.string().max(256)).min(1).max(1024) }),
  /** Looks through data as a document names, mends and divides them. Answers `DataDescription`. */
  describeData: z.strictObject({ data: FlowDocument.shape.data }),
  /** Rows of what was described last, by a column in rising or falling order where one is named. Answers `DataRows`. */
  dataRows: z.strictObject({
    from: z.number().int().min(0),
    count: z.number().int().min(1).max(1000),
    sort: z.strictObject({ column: z.number().int().min(0).max(1023), falling: z.boolean() }).nullable(),
  }),
  /** Rows drawn from a generator or an energy, or those of another source, with its labels; CSV. Answers a text. */
  sampleData: z.strictObject({ source: DataSource }),
  /** Computes otherwise from now on; a run goes on with the same weights. Answers `Opened`, or null without a document. */
  configure: EngineSettings,
  /** Answers `DatasetEntry[]`. */
  datasets: z.strictObject({}),
  /**
   * What is known of backends; `tried`: of all of them, those that were not loaded yet having been. `measured`: and timed,
   * for which each takes about a second of training's time. Answers `BackendReport[]`.
   */
  backends: z.strictObject({ tried: z.boolean().optional(), measured: z.boolean().optional() }),
} as const

export interface Attached {
  readonly document: FlowDocument | null
  readonly opened: Opened | null
  readonly status: RunStatus
  readonly history: MetricsBatch
  readonly snapshots: SnapshotList
  readonly runs: RunList
  /** What is held of tabs that are not shown. */
  readonly putBy: PutByList
  /** What solvers of blocks miss. */
  readonly solvers: readonly Issue[]
  readonly settings: EngineSettings
  /** Most threads that are of use on this machine. */
  readonly cores: number
}

/** A data set a person can choose. */
export interface DatasetEntry {
  readonly kind: 'toy' | 'energy' | 'builtin'
  readonly name: string
  readonly label: string
  readonly dims: number
  /** Rows of a built-in file; null for a generator. */
  readonly rows: number | null
  readonly summary: string
  readonly source: string
  readonly licence: string | null
  /** Numbers a generator takes, e.g. noise. */
  readonly settings: readonly {
    readonly key: string
    readonly label: string
    readonly default: number
    readonly min: number
    readonly max: number
  }[]
}

export interface EngineResults {
  open: Opened & { readonly carried?: Carried }
  openModel: Opened
  attach: Attached
  turnTo: Attached
  letGo: null
  train: null
  pause: null
  step: null
  stop: null
  reset: null
  watch: null
  credit: null
  probe: Probe
  truth: Truth
  reference: Reference
  describeRun: RunDetail
  holdRuns: null
  evaluate: Evaluation
  exportModel: ModelFile
  exportMetrics: { readonly content: string | Uint8Array<ArrayBuffer> }
  readTable: TableReport
  takeTable: z.infer<typeof FlowDocument>['data']['source']
  describeData: DataDescription
  dataRows: DataRows
  sampleData: { readonly content: string }
  configure: Opened | null
  datasets: readonly DatasetEntry[]
  backends: readonly BackendReport[]
}

export type EngineMethod = keyof typeof engineCalls
export type EngineParams = { [M in EngineMethod]: z.infer<(typeof engineCalls)[M]> }

/** What the engine says of its own accord. */
export type EngineEvent =
  | { readonly event: 'status'; readonly status: RunStatus }
  | { readonly event: 'metrics'; readonly metrics: MetricsBatch }
  | { readonly event: 'frame'; readonly frame: Frame }
  /** The set of snapshots has changed. */
  | { readonly event: 'snapshots'; readonly snapshots: SnapshotList }
  /** What solvers of blocks miss with the weights as they are, at the blocks; none where all of them converge. */
  | { readonly event: 'solvers'; readonly issues: readonly Issue[] }
  /** Training has moved to another backend, or more is known of one. */
  | { readonly event: 'machine'; readonly news: MachineNews }
  /** A run has become an earlier one, or earlier ones were given up. */
  | { readonly event: 'runs'; readonly runs: RunList }
  /** How far the runs of tabs have come that are not shown. */
  | { readonly event: 'put-by'; readonly putBy: PutByList }
  /** How far the runs of the host's queue have come; never shown to the renderer. */
  | { readonly event: 'enrolled'; readonly runs: readonly EnrolledRun[] }
  /**
   * Everything needed to go on after a crash; kept by the host, never shown to the renderer. `tab`: whose run it is; `entry`:
   * it is of the queue.
   */
  | {
      readonly event: 'checkpoint'
      readonly checkpoint: Uint8Array
      readonly run?: RunMark
      readonly tab?: string
      readonly entry?: string
      /** The run has made room for another: it is not to go on. */
      readonly left?: boolean
    }

export interface RpcError {
  readonly message: string
  readonly issues: readonly Issue[]
}

/** Everything that crosses a port. */
export type Message =
  | {
      readonly kind: 'request'
      readonly id: number
      readonly target: 'engine' | 'host'
      readonly method: string
      readonly params: unknown
    }
  /** As a request, but nobody waits for an answer, and none is given. */
  | {
      readonly kind: 'notification'
      readonly target: 'engine' | 'host'
      readonly method: string
      readonly params: unknown
    }
  | { readonly kind: 'response'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly ok: false; readonly error: RpcError }
  | { readonly kind: 'event'; readonly event: EngineEvent | HostEvent }

/** Host → engine only, in place of a request: go on from here. */
export interface Restore {
  readonly checkpoint: Uint8Array
}

/** Host → engine only: this backend is not to be taken again by itself. */
export interface RuleOut {
  readonly backend: string
  /** A sentence. */
  readonly reason: string
}
