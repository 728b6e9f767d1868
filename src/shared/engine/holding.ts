import type { Attached, EngineEvent } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { EngineHost } from './host'
import type { Ancestor } from './edited'
import { Past } from './runs/past'
import { Results } from './results'
import { Runs } from './runs/runs'
import type { Learnt } from '../learn/training/carry'
import { disposeSession, stepOf, type Session } from './session'
import { Snapshots } from './snapshots'
import { describeHeld, statusOf, type Held } from './status'
import { TrainingRun, type Course } from './trainingRun'

/** The session that an engine holds, with its run, the snapshots of that, and the runs before it. */
export class Holding implements Held {
  #session: Session | null = null
  #run: TrainingRun | null = null
  #opening = false
  /** The step from which the present run has its snapshots. */
  #begunAt = 0
  /** What blocks have learnt that are not in the flow at the moment. */
  #idle: ReadonlyMap<string, Learnt> = new Map()
  readonly #snapshots = new Snapshots()
  readonly runs = new Runs()
  /** What training made of the document and of those that it was before edits. */
  readonly results = new Results()
  readonly past = new Past(this.#snapshots, this.runs)

  constructor(
    private readonly host: EngineHost,
    private readonly emit: (event: EngineEvent) => void,
  ) {}

  get session(): Session | null {
    return this.#session
  }
  get run(): TrainingRun | null {
    return this.#run
  }
  get opening(): boolean {
    return this.#opening
  }
  get idle(): ReadonlyMap<string, Learnt> {
    return this.#idle
  }

  sessionOrFail(): Session {
    if (!this.#session) throw new RpcFailure('No document is open. Open one first.')
    return this.#session
  }

  runOrFail(): TrainingRun {
    const { trainer } = this.sessionOrFail()
    if (typeof trainer === 'string') throw new RpcFailure(trainer)
    return this.#run!
  }

  /** All that whoever joins must know of what is held. */
  describe(): Omit<Attached, 'solvers' | 'settings' | 'cores'> {
    return { ...describeHeld(this), snapshots: this.#snapshots.list, runs: this.runs.list(this.#session) }
  }

  /** A question about the present session, which may be replaced before it is answered. */
  async ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    const session = this.sessionOrFail()
    try {
      return await question(session)
    } catch (error) {
      if (session === this.#session) throw error
      throw new RpcFailure('Another document was opened before this was answered. Ask again.')
    }
  }

  /** Says that another session is about to take the place of this one, while it is made. */
  async whileOpening<T>(deed: () => Promise<T>): Promise<T> {
    this.#opening = true
    this.sayStatus()
    try {
      return await deed()
    } finally {
      this.#opening = false
      this.sayStatus()
    }
  }

  /** As `whileOpening` without a word, where the other is the same run and takes its place at once. */
  async whileMoving<T>(deed: () => Promise<T>): Promise<T> {
    this.#opening = true
    try {
      return await deed()
    } finally {
      this.#opening = false
    }
  }

  /**
   * Holds a session from now on; answers the one before, for the caller to dispose. `course` is of a run that goes on.
   * `since` is the step at which another flow took the run over, null where the flow is the one that it was: its snapshots
   * stay. No step may be under way.
   */
  async replace(session: Session, course?: Course, since: number | null = course ? null : 0): Promise<Session | null> {
    const before = this.#session
    const { trainer, document } = session
    const { host, emit } = this
    const { steps } = document.training
    this.#session = session
    this.#run =
      typeof trainer === 'string'
        ? null
        : new TrainingRun({ trainer, steps, host, emit, snapshots: this.#snapshots, course })
    if (since !== null) await this.beginRun(since)
    return before
  }

  /** The run has gone back to a step: weights of later ones are not its own any more. */
  backTo(step: number): void {
    this.#snapshots.backTo(step)
    const snapshots = this.#snapshots.news()
    if (snapshots) this.emit({ event: 'snapshots', snapshots })
  }

  /** The session as another document takes it over. No step may be under way. */
  async leave(): Promise<Ancestor> {
    const session = this.sessionOrFail()
    const { trainer } = session
    return { session, state: typeof trainer === 'string' ? null : await trainer.state(), idle: this.#idle }
  }

  /** Another document is opened: nothing is kept of this one's past. */
  async forget(): Promise<void> {
    this.#idle = new Map()
    this.results.forget()
    await this.runs.forget()
  }

  /** These blocks are not in the flow of the present session, and may be in it again. */
  lay(idle: ReadonlyMap<string, Learnt>): void {
    this.#idle = idle
  }

  /**
   * The present run becomes an earlier one, if there is anything to it: steps since it began or, of one that went on after an
   * edit, since that. No step may be under way.
   */
  async keepRun(): Promise<void> {
    if (this.#session && stepOf(this.#session) > this.#begunAt)
      await this.runs.keep(this.#session, this.#snapshots.begin())
  }

  /** Forgets the snapshots of another run and keeps the weights with which this one begins, or its flow at the step `since`. */
  async beginRun(since = 0): Promise<void> {
    const { trainer } = this.sessionOrFail()
    this.#snapshots.begin()
    this.#begunAt = since
    if (typeof trainer !== 'string') this.#snapshots.keep(trainer.step, await trainer.weights())
    const snapshots = this.#snapshots.news()
    if (snapshots) this.emit({ event: 'snapshots', snapshots })
    this.emit({ event: 'runs', runs: this.runs.list(this.#session) })
  }

  async dispose(): Promise<void> {
    await this.runs.forget()
    if (this.#session) await disposeSession(this.#session)
  }

  sayStatus(): void {
    this.emit({ event: 'status', status: statusOf(this) })
  }
}
