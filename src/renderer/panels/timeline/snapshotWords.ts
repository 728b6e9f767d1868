import type { EarlierRun, SnapshotList } from '@shared/rpc/protocol'
import { count, fixed } from '../../charts/numbers'
import { counted, t } from '../../strings/t'

const MEBIBYTE = 2 ** 20

/** How many steps are kept and what they take: a mark is a step, and where memory ends some between are given up. */
export function snapshotWords({ steps, bytes, limit }: SnapshotList): string {
  if (steps.length === 0) return t('training.snapshots.none')
  const [taken, most] = [bytes / MEBIBYTE, limit / MEBIBYTE].map((size) => fixed(size, size < 10 ? 1 : 0))
  return counted('training.snapshots.kept', steps.length, { count: count(steps.length), taken, most })
}

/** The same of an earlier run, which keeps what it has. */
export const runWords = ({ run, steps }: EarlierRun): string =>
  counted('training.snapshots.keptOfRun', steps.length, { count: count(steps.length), run })
