import { z } from 'zod'
import type { ModelFile } from '../document/model'
import { FlowDocument } from '../document/schema'
import { SweepPlan } from '../document/sweep/plan'
import {
  ColumnPair,
  MAX_COMPARED,
  RunId,
  type KeptSweep,
  type RunLibrary,
  type RunQueue,
  type StoredPictures,
  type TestScore,
} from './library'
import type { MetricsBatch } from './presentRun'
import { TabId } from './tabs'

const Runs = z.array(RunId).max(1000)

/** Calls about runs of the library, the queue and sweeps, which the host answers. */
export const runCalls = {
  /** Newest first. Answers `RunLibrary`. */
  keptRuns: z.strictObject({}),
  /** Answers `KeptSweep[]`. */
  keptSweeps: z.strictObject({}),
  /** Answers `RunQueue`. */
  runQueue: z.strictObject({}),
  /** An empty name gives it that of its document again. */
  renameRun: z.strictObject({ run: RunId, name: z.string().max(256) }),
  pinRun: z.strictObject({ run: RunId, pinned: z.boolean() }),
  setBaseline: z.strictObject({ run: RunId.nullable() }),
  /** They can be had back until others are forgotten or the app starts anew. */
  forgetRuns: z.strictObject({ runs: Runs }),
  /** Has those back that were forgotten last, also in the queue. Answers which. */
  recallRuns: z.strictObject({}),
  /** Answers `MetricsBatch`. */
  runCurves: z.strictObject({ run: RunId }),
  /** Answers `FlowDocument`, with the seed of the run. */
  runDocument: z.strictObject({ run: RunId }),
  /** Finds out what a run scores on its test rows, and notes it in the library. Answers the `TestScore`. */
  judgeRun: z.strictObject({ run: RunId }),
  /** Answers the `ModelFile`; its test NLL is noted in the library. */
  runModel: z.strictObject({ run: RunId }),
  /** Answers `StoredPictures`, in the order of the runs. */
  runPictures: z.strictObject({
    runs: z.array(RunId).min(1).max(MAX_COMPARED),
    resolution: z.number().int().min(8).max(256),
    columns: ColumnPair.optional(),
  }),
  /** The curves of a run as a file. Answers what is in it. */
  runMetrics: z.strictObject({ run: RunId, format: z.enum(['csv', 'jsonl', 'tfevents']) }),
  /** The curves of runs as one CSV file, with these names in a column. Answers what is in it. */
  comparedMetrics: z.strictObject({
    runs: z
      .array(z.strictObject({ run: RunId, name: z.string().max(512) }))
      .min(1)
      .max(MAX_COMPARED),
  }),
  /** Has a tab that is yet to be shown go on from where a run is, as a run of its own. Answers its document and step. */
  resumeRun: z.strictObject({ run: RunId, tab: TabId }),
  /** Puts a document at the end of the queue. Answers its run. */
  enqueueRun: z.strictObject({ document: FlowDocument }),
  /** Puts runs of the library at the end of the queue, to go on from where they are. */
  requeueRuns: z.strictObject({ runs: Runs }),
  /** Takes runs out of the queue; what one has learnt is kept. */
  dequeueRuns: z.strictObject({ runs: Runs }),
  moveInQueue: z.strictObject({ run: RunId, to: z.number().int().min(0).max(10_000) }),
  setQueue: z.strictObject({ paused: z.boolean().optional(), atOnce: z.number().int().min(1).max(4).optional() }),
  /** Puts all runs of a sweep into the queue. Answers which it is. */
  beginSweep: z.strictObject({ name: z.string().min(1).max(256), document: FlowDocument, plan: SweepPlan }),
  /** The sweep is forgotten, its runs are not. */
  forgetSweep: z.strictObject({ sweep: RunId }),
  /** The document that a sweep's runs vary. Answers `FlowDocument`. */
  sweepDocument: z.strictObject({ sweep: RunId }),
} as const

export interface RunResults {
  keptRuns: RunLibrary
  keptSweeps: readonly KeptSweep[]
  runQueue: RunQueue
  renameRun: null
  pinRun: null
  setBaseline: null
  forgetRuns: null
  recallRuns: { readonly runs: readonly string[] }
  runCurves: MetricsBatch
  runDocument: FlowDocument
  judgeRun: TestScore
  runModel: ModelFile
  runPictures: StoredPictures
  runMetrics: { readonly content: string | Uint8Array<ArrayBuffer> }
  comparedMetrics: { readonly content: string }
  resumeRun: { readonly document: FlowDocument; readonly step: number }
  enqueueRun: { readonly run: string }
  requeueRuns: null
  dequeueRuns: null
  moveInQueue: null
  setQueue: null
  beginSweep: { readonly sweep: string }
  forgetSweep: null
  sweepDocument: FlowDocument
}

export type RunDeedMethod = keyof typeof runCalls
export type RunDeeds = {
  readonly [M in RunDeedMethod]: (params: z.infer<(typeof runCalls)[M]>) => Promise<RunResults[M]>
}
