import { z } from 'zod'
import type { FlowDocument } from '../document/schema'
import type { Opened } from './opened'
import type { MetricsBatch } from './presentRun'

/** The runs of a document that came before the present one, kept to be held against it. */

/** Most earlier runs that are kept. */
export const MAX_RUNS = 8

/** Runs of a document are counted from 1. */
export const RunNumber = z.number().int().min(1)

/** What tells an earlier run from others. */
export interface EarlierRun {
  readonly run: number
  /** What was changed in the document since the run before, a phrase each; null of a first run. */
  readonly changes: readonly string[] | null
  readonly seed: number
  /** Steps that it took. */
  readonly step: number
  /** What its loss is called. */
  readonly loss: string
  /** The last loss of a validation, nats; for maximum likelihood per row in natural units. null before the first. */
  readonly validationLoss: number | null
  /** Names of the data's columns: only runs on the same ones can be compared. */
  readonly columns: readonly string[]
  /** Steps whose weights are kept, oldest first. */
  readonly steps: readonly number[]
}

export interface RunList {
  /** The number of the run that goes on now. */
  readonly present: number
  /** What was changed since the newest of the earlier ones; null where there is none. */
  readonly changes: readonly string[] | null
  /** Oldest first. */
  readonly earlier: readonly EarlierRun[]
  /** What the earlier ones take, and may take, in bytes. */
  readonly bytes: number
  readonly limit: number
  /** What is kept of the flows that it was before edits, for undo to bring back, in bytes. */
  readonly forUndo: number
}

export const noRuns: RunList = { present: 1, changes: null, earlier: [], bytes: 0, limit: 0, forUndo: 0 }

/** All that is needed to show an earlier run as the present one is shown. */
export interface RunDetail {
  /** With the seed of the run. */
  readonly document: FlowDocument
  readonly opened: Opened
  readonly history: MetricsBatch
}
