import { z } from 'zod'
import type { ModelFile } from '../document/model'
import { FlowDocument } from '../document/schema'
import type { AxisValue, SweepPlan } from '../document/sweep/plan'

/** The library of runs, which outlives the app: what is told of a run, and how the engine trains one beside the tabs. */

/** What a run is called: also the name of its folder. */
export const RunId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)

/** Which run a checkpoint is of, and what it is about to do. */
export const RunMark = z.strictObject({
  id: RunId,
  /** ISO 8601. */
  began: z.string().max(64),
  /** The step at which it began: above 0 where it goes on from weights that were brought along. */
  from: z.number().int().min(0),
  step: z.number().int().min(0),
  state: z.enum(['training', 'paused', 'finished', 'stopped', 'failed']),
  /** Of a run that is over: why, as the engine names it, or what went wrong, in a sentence. */
  reason: z.string().optional(),
})
export type RunMark = z.infer<typeof RunMark>

/** Why a run has no test NLL: no test rows, no densities to score them by, one of them at 0, or it could not be computed. */
export const Untested = z.enum(['no-rows', 'no-density', 'not-finite', 'failed'])
export type Untested = z.infer<typeof Untested>

/** What a run scores on its test rows: nats, natural units; or why there is no such number. */
export const TestScore = z.union([
  z.strictObject({ nll: z.number(), untested: z.null() }),
  z.strictObject({ nll: z.null(), untested: Untested }),
])
export type TestScore = z.infer<typeof TestScore>

/** Most runs that are held against each other. */
export const MAX_COMPARED = 6

/** Two columns of the data, from 0 on: the first across, the second upwards. */
export const ColumnPair = z.tuple([z.number().int().min(0), z.number().int().min(0)]).readonly()
export type ColumnPair = z.infer<typeof ColumnPair>

const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** Host → engine only: runs beside those of tabs, and questions about runs that are not held. */
export const libraryCalls = {
  /** Trains a run up to the step `until`, from its checkpoint where there is one. Answers the step that it goes on from. */
  enrol: z.strictObject({
    entry: RunId,
    mark: RunMark.pick({ id: true, began: true, from: true }),
    from: z.union([z.strictObject({ document: FlowDocument }), z.strictObject({ checkpoint: Bytes })]),
    until: z.number().int().min(1).nullable(),
  }),
  /** Lets it rest and gives it up. Answers `Released`; null where there is none of that name. */
  release: z.strictObject({ entry: RunId, judge: z.boolean() }),
  /** Answers the `ModelFile` of a checkpoint. */
  modelOf: z.strictObject({ checkpoint: Bytes }),
  /** Answers the `TestScore` of a checkpoint. */
  scoreOf: z.strictObject({ checkpoint: Bytes }),
  /**
   * Densities of checkpoints on one grid, or where it is of more than two dimensions draws, of which two columns are seen.
   * Answers `StoredPictures`.
   */
  picturesOf: z.strictObject({
    checkpoints: z.array(Bytes).max(MAX_COMPARED),
    resolution: z.number().int().min(8).max(256),
    columns: ColumnPair.optional(),
  }),
} as const

export type LibraryMethod = keyof typeof libraryCalls
export type LibraryParams = { [M in LibraryMethod]: z.infer<(typeof libraryCalls)[M]> }

/** A run of the queue as the engine trains it. */
export interface EnrolledRun {
  readonly entry: string
  readonly mark: RunMark
  readonly step: number
  readonly steps: number
  readonly stepsPerSecond: number
  readonly best: { readonly step: number; readonly nll: number } | null
}

/** A run of the queue as it was left. */
export interface Released {
  readonly checkpoint: Uint8Array
  /** Null where it was not asked for. */
  readonly test: TestScore | null
}

/** Runs side by side, all drawn over the same range of natural units. */
export interface StoredPictures {
  /** x0, x1, y0, y1 of the grid; the last two are 0 in one dimension. */
  readonly bounds: readonly [number, number, number, number]
  readonly resolution: number
  /** The columns that draws can be seen by, in all runs of more than two dimensions; null where there are no such runs. */
  readonly columns: readonly string[] | null
  readonly pictures: readonly StoredPicture[]
}
export type StoredPicture =
  /** log p [resolution] or [resolution, resolution], row-major, the first axis fastest. */
  | { readonly kind: 'density'; readonly dims: 1 | 2; readonly logDensity: Float32Array }
  /** Two columns of draws, [n, 2]. */
  | { readonly kind: 'samples'; readonly points: Float32Array }
  /** Why there is none, in a sentence. */
  | { readonly kind: 'none'; readonly reason: string }

export interface LibraryResults {
  enrol: { readonly step: number }
  release: Released | null
  modelOf: ModelFile
  scoreOf: TestScore
  picturesOf: StoredPictures
}

export type KeptState = RunMark['state'] | 'queued'

/** A run in the library. */
export interface KeptRun {
  readonly id: string
  readonly name: string
  /** Whether a person gave it that name. */
  readonly named: boolean
  readonly pinned: boolean
  /** ISO 8601. */
  readonly began: string
  /** Of the sweep that it belongs to; null of one that was trained by itself. */
  readonly sweep: string | null
  readonly state: KeptState
  /** Why it is over, or what went wrong. */
  readonly reason: string | null
  readonly step: number
  readonly steps: number
  /** Of training, pauses left out; null where steps were not timed. */
  readonly seconds: number | null
  /** Least and last loss of a validation, nats. */
  readonly best: number | null
  readonly last: number | null
  /** Nats, natural units; null before it is known, and where there is none. */
  readonly testNll: number | null
  /** Why there is none; null before that is known. */
  readonly untested: Untested | null
  /** With the seed of the run; rows that a document carries are left out, a word that tells them apart in their place. */
  readonly outline: FlowDocument
  /** Whether there are weights to go on from. */
  readonly resumable: boolean
  readonly bytes: number
}

export interface RunLibrary {
  readonly runs: readonly KeptRun[]
  /** The run that others are held against. */
  readonly baseline: string | null
  readonly bytes: number
  readonly limit: { readonly count: number; readonly bytes: number }
  /** How many were forgotten last and can be had back. */
  readonly forgotten: number
}

/** The runs that wait to be trained, and those that are. */
export interface RunQueue {
  /** In the order in which they are taken. */
  readonly entries: readonly QueueEntry[]
  readonly paused: boolean
  /** How many are trained at once. */
  readonly atOnce: number
}
export interface QueueEntry {
  readonly run: string
  readonly state: 'waiting' | 'training'
  /** Null of one that waits. */
  readonly step: number | null
  /** The step at which it is to rest before its end; null of one that goes on to it. */
  readonly until: number | null
  readonly stepsPerSecond: number
  readonly best: number | null
}

/** A sweep, whose runs are in the library. */
export interface KeptSweep {
  readonly id: string
  readonly name: string
  /** ISO 8601. */
  readonly began: string
  readonly plan: SweepPlan
  /** Of its document. */
  readonly steps: number
  readonly runs: readonly {
    readonly run: string
    readonly point: number
    readonly values: readonly AxisValue[]
    readonly seed: number
  }[]
}

export const emptyQueue: RunQueue = { entries: [], paused: false, atOnce: 1 }
