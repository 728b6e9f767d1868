import type { EarlierRun, PutByList, SnapshotList } from '@shared/rpc/protocol'
import { count, fixed } from '../../charts/numbers'
import { t } from '../../strings/t'

const MEBIBYTE = 2 ** 20

/** How many steps are kept and what they take: a mark is a step, and where memory ends some between are given up. */
export function snapshotWords({ steps, bytes, limit }: SnapshotList): string {
  if (steps.length === 0) return 'Steps of the training are kept here once a flow is open.'
  const [taken, most] = [bytes, limit].map(mebibytes)
  const kept = `${count(steps.length)} ${steps.length === 1 ? 'step' : 'steps'} kept`
  return `${kept}, ${taken} of ${most} MiB. Drag, arrow keys, Home for the first, End for live.`
}

const mebibytes = (bytes: number): string => fixed(bytes / MEBIBYTE, bytes < 10 * MEBIBYTE ? 1 : 0)

/** What the runs of the other tabs take; null where they have none. */
export const putByWords = ({ tabs, bytes, limit }: PutByList): string | null =>
  tabs.length === 0 ? null : t('tabs.memory', { taken: mebibytes(bytes), most: mebibytes(limit) })

/** The same of an earlier run, which keeps what it has. */
export const runWords = ({ run, steps }: EarlierRun): string =>
  `${count(steps.length)} ${steps.length === 1 ? 'step' : 'steps'} of run ${String(run)} kept. Drag, arrow keys, Home for the first, End for its end.`
