import { equal } from '../../document/equal'
import { changeWords } from '../../document/changeWords'
import { entryOf } from '../../document/objective'
import type { FlowDocument } from '../../document/schema'
import type { EarlierRun, MetricsBatch, Opened } from '../../rpc/protocol'
import { stepOf, type Session } from '../session'
import { snapshotBytes, type Snapshot } from '../snapshots'

/** A run as it was left: all that its pictures are made of, without data, trainer or machinery. */
export interface RunRecord extends Pick<Session, 'flow' | 'units' | 'context'> {
  readonly number: number
  /** Since the run before; null of a first one. */
  readonly changes: readonly string[] | null
  /** With the seed of the run. */
  readonly document: FlowDocument
  readonly opened: Opened
  readonly step: number
  /** The weights with which it ended: those of the best validation where early stopping had gone back to them. */
  readonly theta: Float64Array
  readonly snapshots: readonly Snapshot[]
  readonly history: MetricsBatch
}

/** What a session knows of its run, or null of one that was never trained. */
export async function recordOf(
  session: Session,
  snapshots: readonly Snapshot[],
  number: number,
  before: RunRecord | undefined,
): Promise<RunRecord | null> {
  const { trainer, flow, units, context, opened } = session
  if (typeof trainer === 'string' || stepOf(session) === 0) return null
  const document = documentOfRun(session)
  return sharing(before, {
    number,
    changes: before ? changesSince(before, document) : null,
    document,
    flow,
    units,
    context,
    opened,
    step: trainer.step,
    theta: await trainer.weights(),
    snapshots,
    history: trainer.history.since(),
  })
}

/** The document with the seed that is trained with, which a reset may have changed. */
export function documentOfRun({ document, trainer }: Session): FlowDocument {
  const seed = typeof trainer === 'string' ? document.training.seed : trainer.seed
  return { ...document, training: { ...document.training, seed } }
}

export function changesSince({ document: before }: RunRecord, document: FlowDocument): readonly string[] {
  const [from, to] = [before.training.seed, document.training.seed]
  return [...changeWords(before, document), ...(from === to ? [] : [`seed ${from} → ${to}`])]
}

export function summaryOf({ number, changes, document, opened, step, snapshots, history }: RunRecord): EarlierRun {
  return {
    run: number,
    changes,
    seed: document.training.seed,
    step,
    loss: entryOf(document.objective).loss,
    validationLoss: history.validationLoss.at(-1) ?? null,
    columns: opened.data.columns.map(({ name }) => name),
    steps: snapshots.map((snapshot) => snapshot.step),
  }
}

/** Bytes of the weights and the curves, which are what grows with a run. */
export function bytesOf({ theta, snapshots, history }: RunRecord): number {
  const { parts = {}, ...whole } = history
  const curves: readonly Float64Array[] = [...Object.values(whole), ...Object.values(parts)]
  return theta.byteLength + snapshotBytes(snapshots) + curves.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** The same record, data and drawn rows being those of the run before where they are equal: a table may be large. */
function sharing(before: RunRecord | undefined, record: RunRecord): RunRecord {
  if (!before || !equal(before.document.data, record.document.data)) return record
  const { data } = record.opened
  return {
    ...record,
    document: { ...record.document, data: before.document.data },
    opened: { ...record.opened, data: { ...data, preview: before.opened.data.preview } },
  }
}
