import { z } from 'zod'
import type { Issue } from '../document/issue'
import { ModelFile } from '../document/model'
import { FlowDocument } from '../document/schema'
import type { Evaluation, Probe, Reference, Truth } from './answers'
import { dataCalls, type DataResults } from './dataCalls'
import type { BackendReport } from './machine'
import type { Opened } from './opened'
import { MetricsFormat, type Carried, type MetricsBatch, type RunStatus, type SnapshotList } from './presentRun'
import { MAX_RUNS, RunNumber, type RunDetail, type RunList } from './runs'
import { EngineSettings } from './settings'
import { TabId, type PutByList } from './tabs'
import { At, Bounds, Given, View } from './views'

const Points = z.instanceof(Float64Array)
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
  ...dataCalls,
  /** Computes otherwise from now on; a run goes on with the same weights. Answers `Opened`, or null without a document. */
  configure: EngineSettings,
  /**
   * What is known of backends; `tried`: of all of them, those that were not loaded yet having been. `measured`: and timed,
   * for which each takes about a second of training's time. Answers `BackendReport[]`.
   */
  backends: z.strictObject({ tried: z.boolean().optional(), measured: z.boolean().optional() }),
} as const

/** All that the engine holds, for whoever joins or turns to another tab. */
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

export interface EngineResults extends DataResults {
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
  configure: Opened | null
  backends: readonly BackendReport[]
}

export type EngineMethod = keyof typeof engineCalls
export type EngineParams = { [M in EngineMethod]: z.infer<(typeof engineCalls)[M]> }
