import type { EarlierRun, SnapshotList } from '@shared/rpc/protocol'
import { count, fixed } from '../../charts/numbers'

const MEBIBYTE = 2 ** 20

/** How many steps are kept and what they take: a mark is a step, and where memory ends some between are given up. */
export function snapshotWords({ steps, bytes, limit }: SnapshotList): string {
  if (steps.length === 0) return 'Steps of the training are kept here once a flow is open.'
  const [taken, most] = [bytes / MEBIBYTE, limit / MEBIBYTE].map((size) => fixed(size, size < 10 ? 1 : 0))
  const kept = `${count(steps.length)} ${steps.length === 1 ? 'step' : 'steps'} kept`
  return `${kept}, ${taken} of ${most} MiB. Drag, arrow keys, Home for the first, End for live.`
}

/** The same of an earlier run, which keeps what it has. */
export const runWords = ({ run, steps }: EarlierRun): string =>
  `${count(steps.length)} ${steps.length === 1 ? 'step' : 'steps'} of run ${String(run)} kept. Drag, arrow keys, Home for the first, End for its end.`
