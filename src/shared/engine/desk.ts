import type { EngineEvent, EnrolledRun, PutBy, RunMark, RunState, TestScore } from '../rpc/protocol'
import { Checkpoints } from './checkpoints'
import type { EngineHost } from './host'
import type { Learnt } from '../learn/training/carry'
import { DeviceError } from '../tensor/runtime/device'
import { Results } from './results'
import { Past } from './runs/past'
import { Runs } from './runs/runs'
import { disposeSession, type Session } from './session'
import { Snapshots } from './snapshots'
import { statusOf } from './status'
import { TrainingRun } from './trainingRun'

type RunIdentity = Pick<RunMark, 'id' | 'began' | 'from'>

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
  #identity: RunIdentity

  /**
   * @param tab null of an engine that was never turned to one
   * @param entry what the host's queue calls a run that is trained for it beside the tabs
   */
  constructor(
    readonly tab: string | null,
    private readonly host: Pick<EngineHost, 'now' | 'date' | 'freshId'>,
    readonly emit: (event: EngineEvent) => void,
    readonly entry: string | null = null,
  ) {
    this.#identity = freshIdentity(host, 0)
    this.checkpoints = new Checkpoints(
      host,
      (checkpoint, run, left) => {
        const whose = { ...(tab !== null && { tab }), ...(entry !== null && { entry }), ...(left && { left }) }
        emit({ event: 'checkpoint', checkpoint, run, ...whose })
      },
      (bytes) => ({ run: this.mark, idle: this.idle, results: this.results.within(bytes) }),
    )
  }

  /** The run that goes on now and its state, as its checkpoints say it. */
  get mark(): RunMark {
    const status = statusOf({ session: this.session, run: this.run, opening: false })
    return { ...this.#identity, step: status.step, ...restOf(status.state) }
  }

  /** Another run begins, at this step. */
  beginRun(from: number): void {
    this.#identity = freshIdentity(this.host, from)
  }

  /** The run is the one of this mark, gone on. */
  resumeRun({ id, began, from }: RunIdentity): void {
    this.#identity = { id, began, from }
  }

  /** The run is over, and what it scores on its test rows is known. */
  judged(test: TestScore): void {
    this.run?.judged(test)
    const { id, step } = this.mark
    this.emit({ event: 'judged', run: id, step, test })
  }

  get training(): boolean {
    return this.run?.training === true
  }

  /** What grows with a run: kept weights and curves, in bytes. */
  get bytes(): number {
    const { snapshots, runs, results, session } = this
    return snapshots.list.bytes + runs.list(null).bytes + results.bytes + (session?.theta.byteLength ?? 0)
  }

  /** The run makes room for another, or for none. No step may be under way. */
  async leaveRun(): Promise<void> {
    const { session, run, checkpoints } = this
    run?.pause()
    if (!session || typeof session.trainer === 'string') return
    await checkpoints.leave(session, session.trainer).catch((error: unknown) => {
      // Of a device that is gone there is nothing left to say.
      if (!(error instanceof DeviceError)) throw error
    })
  }

  /** As whoever shows another tab knows it. */
  describe(tab: string): PutBy {
    const { state, step, steps } = statusOf({ session: this.session, run: this.run, opening: false })
    return { tab, state: state.kind, step, steps }
  }

  /** As the queue knows it. */
  describeEntry(entry: string): EnrolledRun {
    const { step, steps, stepsPerSecond, best } = statusOf({ session: this.session, run: this.run, opening: false })
    return { entry, mark: this.mark, step, steps, stepsPerSecond, best }
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

const freshIdentity = (host: Pick<EngineHost, 'date' | 'freshId'>, from: number): RunIdentity => ({
  id: host.freshId(),
  began: host.date(),
  from,
})

/** What a state comes to in a checkpoint: whether the run is over, and why. */
function restOf(state: RunState): Pick<RunMark, 'state' | 'reason'> {
  switch (state.kind) {
    case 'training':
      return { state: 'training' }
    case 'finished':
      return { state: state.reason === 'stopped' ? 'stopped' : 'finished', reason: state.reason }
    case 'failed':
      return { state: 'failed', reason: state.issue.message }
    default:
      return { state: 'paused' }
  }
}
