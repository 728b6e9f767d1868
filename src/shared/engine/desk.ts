import type { EngineEvent, PutBy } from '../rpc/protocol'
import { Checkpoints } from './checkpoints'
import type { EngineHost } from './host'
import type { Learnt } from '../learn/training/carry'
import { Results } from './results'
import { Past } from './runs/past'
import { Runs } from './runs/runs'
import { disposeSession, type Session } from './session'
import { Snapshots } from './snapshots'
import { statusOf } from './status'
import { TrainingRun } from './trainingRun'

/** All that is held of one tab: its session and run, the snapshots of that, and the runs before it. */
export class Desk {
  session: Session | null = null
  run: TrainingRun | null = null
  /** The step from which the present run has its snapshots. */
  begunAt = 0
  /** What blocks have learnt that are not in the flow at the moment. */
  idle: ReadonlyMap<string, Learnt> = new Map()
  readonly snapshots = new Snapshots()
  readonly runs = new Runs()
  /** What training made of the document and of those that it was before edits. */
  readonly results = new Results()
  readonly past = new Past(this.snapshots, this.runs)
  readonly checkpoints: Checkpoints

  /** @param tab null of an engine that was never turned to one */
  constructor(
    readonly tab: string | null,
    host: Pick<EngineHost, 'now'>,
    readonly emit: (event: EngineEvent) => void,
  ) {
    this.checkpoints = new Checkpoints(
      host,
      (checkpoint) => {
        emit({ event: 'checkpoint', checkpoint, ...(tab !== null && { tab }) })
      },
      (bytes) => ({ idle: this.idle, results: this.results.within(bytes) }),
    )
  }

  get training(): boolean {
    return this.run?.training === true
  }

  /** What grows with a run: kept weights and curves, in bytes. */
  get bytes(): number {
    const { snapshots, runs, results, session } = this
    return snapshots.list.bytes + runs.list(null).bytes + results.bytes + (session?.theta.byteLength ?? 0)
  }

  /** As whoever shows another tab knows it. */
  describe(tab: string): PutBy {
    const { state, step, steps } = statusOf({ session: this.session, run: this.run, opening: false })
    return { tab, state: state.kind, step, steps }
  }

  /** A slice of training, and a checkpoint where it is time for one. */
  async slice(): Promise<void> {
    const { run, session, checkpoints } = this
    if (!run || !session || typeof session.trainer === 'string') return
    await run.slice()
    await checkpoints.offer(session, session.trainer, run.training)
  }

  /** The same run goes on in another session. No step may be under way. */
  async replace(session: Session, host: Pick<EngineHost, 'now' | 'cores'>): Promise<void> {
    const { trainer, document } = session
    const course = this.run?.leave()
    const { emit, snapshots } = this
    this.session = session
    this.run =
      typeof trainer === 'string' ? null : new TrainingRun({ trainer, document, host, emit, snapshots, course })
    await this.checkpoints.begin(session)
  }

  async dispose(): Promise<void> {
    await this.runs.forget()
    // Of a device that is gone there is nothing left to give back.
    if (this.session) await disposeSession(this.session).catch(() => undefined)
    this.session = null
    this.run = null
  }
}
