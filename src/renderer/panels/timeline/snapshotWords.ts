import type { EarlierRun, PutByList, SnapshotList } from '@shared/rpc/protocol'
import { count, mebibytes } from '../../charts/numbers'
import { counted, t } from '../../strings/t'

/**
 * How many steps are kept and what they take: a mark is a step, and where memory ends some between are given up. `forUndo`
 * are bytes of the flows that it was before edits.
 */
export function snapshotWords({ steps, bytes, limit }: SnapshotList, forUndo: number): string {
  if (steps.length === 0) return t('training.snapshots.none')
  const [taken, most, undo] = [bytes, limit, forUndo].map(mebibytes)
  const kept = { count: count(steps.length), taken, most }
  return forUndo > 0
    ? counted('training.snapshots.keptWithUndo', steps.length, { ...kept, undo })
    : counted('training.snapshots.kept', steps.length, kept)
}

/** What the runs of the other tabs take; null where they have none. */
export const putByWords = ({ tabs, bytes, limit }: PutByList): string | null =>
  tabs.length === 0 ? null : t('tabs.memory', { taken: mebibytes(bytes), most: mebibytes(limit) })

/** The same of an earlier run, which keeps what it has. */
export const runWords = ({ run, steps }: EarlierRun): string =>
  counted('training.snapshots.keptOfRun', steps.length, { count: count(steps.length), run })
