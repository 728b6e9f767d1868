import { z } from 'zod'
import { FlowDocument } from '@shared/document/schema'
import type { Checkpoint } from '@shared/engine/checkpoint'
import { RunId, Untested, type KeptRun, type TestScore } from '@shared/rpc/protocol'
import { sha256 } from '../files'

/** What `run.json` holds of a run: all that is listed, but neither its weights nor rows that its document carries. */
export const RunRecord = z.strictObject({
  version: z.literal(1),
  id: RunId,
  /** As a person named it; null where it is called as its document. */
  name: z.string().max(256).nullable(),
  pinned: z.boolean(),
  began: z.string().max(64),
  sweep: RunId.nullable(),
  state: z.enum(['queued', 'training', 'paused', 'finished', 'stopped', 'failed']),
  reason: z.string().nullable(),
  step: z.number().int().min(0),
  seconds: z.number().nullable(),
  best: z.number().nullable(),
  last: z.number().nullable(),
  testNll: z.number().nullable(),
  /** Files of before it have none. */
  untested: Untested.nullable().default(null),
  outline: FlowDocument,
  /** Bytes of `checkpoint.bin`; 0 where there is none yet. */
  bytes: z.number().int().min(0),
})
export type RunRecord = z.infer<typeof RunRecord>

/** What a record says of the test rows. */
export const scored = ({ nll, untested }: TestScore): Pick<RunRecord, 'testNll' | 'untested'> => ({
  testNll: nll,
  untested,
})
export const unscored = { testNll: null, untested: null } as const

/** A document without the rows that it carries: their hash tells them from others. */
export function outlineOf(document: FlowDocument): FlowDocument {
  const { source } = document.data
  if (source.kind !== 'table') return document
  return { ...document, data: { ...document.data, source: { ...source, rows: sha256(source.rows).slice(0, 16) } } }
}

/** What a checkpoint tells of its run: the one place where a summary is computed. */
export function summaryOf({
  document,
  trainer,
}: Pick<Checkpoint, 'document' | 'trainer'>): Pick<RunRecord, 'step' | 'seconds' | 'best' | 'last' | 'outline'> {
  const { validationLoss, seconds } = trainer.history
  const losses = [...validationLoss].filter(Number.isFinite)
  return {
    step: trainer.step,
    seconds: seconds?.findLast(Number.isFinite) ?? null,
    best: losses.length > 0 ? losses.reduce((least, loss) => Math.min(least, loss)) : null,
    last: losses.at(-1) ?? null,
    outline: outlineOf({ ...document, training: { ...document.training, seed: trainer.seed } }),
  }
}

export const shown = ({ version: _, name, bytes, ...record }: RunRecord): KeptRun => ({
  ...record,
  name: name ?? record.outline.name,
  named: name !== null,
  steps: record.outline.training.steps,
  resumable: bytes > 0,
  bytes,
})
