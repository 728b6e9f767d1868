import type { At } from '../../rpc/protocol'
import type { Subject } from '../pictures/picture'
import { stepOf, weightsOf, type Session } from '../session'
import { snapshotAt, type Snapshot, type Snapshots } from '../snapshots'
import type { Runs } from './runs'

/** Weights that never change, and the step for which they were trained. */
export interface WeightsAt {
  readonly step: number
  readonly theta: Float64Array
}

/** Finds what a picture or a question is of: the session now or at a snapshot, or an earlier run at either. */
export class Past {
  constructor(
    private readonly snapshots: Pick<Snapshots, 'at'>,
    private readonly runs: Runs,
  ) {}

  /** Whose flow it is; null of a run that is not kept. */
  subject(at: At | undefined, session: Session): Subject | null {
    if (typeof at !== 'object') return session
    const record = this.runs.find(at.run)
    return record && { ...record, inspector: this.runs.inspectorOf(record, session) }
  }

  /** Which weights it has. Throws `RpcFailure` of a run that is not kept. */
  async weights(at: At | undefined, session: Session): Promise<WeightsAt> {
    if (typeof at === 'object') {
      const record = this.runs.findOrFail(at.run)
      return (at.step === null ? null : kept(snapshotAt(record.snapshots, at.step))) ?? record
    }
    const snapshot = at === undefined ? null : this.snapshots.at(at)
    return kept(snapshot) ?? { step: stepOf(session), theta: await weightsOf(session) }
  }
}

const kept = (snapshot: Snapshot | null): WeightsAt | null =>
  snapshot && { step: snapshot.step, theta: Float64Array.from(snapshot.theta) }
