import type { Attached, EngineEvent, RunList, RunMark } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { EngineHost } from './host'
import type { Learnt } from '../learn/training/carry'
import type { TrainerState } from '../learn/training/state'
import type { Checkpoints } from './checkpoints'
import { Desk } from './desk'
import { Desks } from './desks'
import type { Result, Results } from './results'
import type { Past } from './runs/past'
import type { Runs } from './runs/runs'
import { stepOf, type Session } from './session'
import type { Snapshots } from './snapshots'
import { describeHeld, statusOf, type Held } from './status'
import { TrainingRun, type Course } from './trainingRun'

/** Milliseconds between two tellings of how far the runs of other tabs have come. */
const NEWS_MS = 1000

/** What an engine holds: the tab that is shown, its session and run with all that was kept of them, and others put by. */
export class Holding implements Held {
  #desk: Desk
  #opening = false
  #told = -Infinity
  readonly desks = new Desks()

  constructor(
    private readonly host: EngineHost,
    private readonly emit: (event: EngineEvent) => void,
  ) {
    this.#desk = this.#newDesk(null)
  }

  /** A desk for a run of the host's queue: but for its checkpoints, nothing that it says is heard. */
  enlist(entry: string): Desk {
    const desk = new Desk(
      null,
      this.host,
      (event) => {
        if (event.event === 'checkpoint') this.emit(event)
      },
      entry,
    )
    this.desks.enlist(desk)
    return desk
  }

  /** The run that is shown makes room for another: what there is of it is said once more. No step may be under way. */
  leaveRun(): Promise<void> {
    return this.#desk.leaveRun()
  }

  /** The run that is shown is the one of this mark, gone on. */
  resumeRun(mark: RunMark): void {
    this.#desk.resumeRun(mark)
  }

  /** What a tab that is not shown says is not heard, but for what the host's library is told. */
  #newDesk(tab: string | null): Desk {
    const desk: Desk = new Desk(tab, this.host, (event) => {
      if (desk === this.#desk || event.event === 'checkpoint' || event.event === 'judged') this.emit(event)
    })
    return desk
  }

  /** All that are held, the one that is shown first. */
  get all(): readonly Desk[] {
    return [this.#desk, ...this.desks.all]
  }

  get session(): Session | null {
    return this.#desk.session
  }
  get run(): TrainingRun | null {
    return this.#desk.run
  }
  get runs(): Runs {
    return this.#desk.runs
  }
  get results(): Results {
    return this.#desk.results
  }
  get past(): Past {
    return this.#desk.past
  }
  get checkpoints(): Checkpoints {
    return this.#desk.checkpoints
  }
  get #snapshots(): Snapshots {
    return this.#desk.snapshots
  }
  get opening(): boolean {
    return this.#opening
  }
  get idle(): ReadonlyMap<string, Learnt> {
    return this.#desk.idle
  }

  sessionOrFail(): Session {
    if (!this.session) throw new RpcFailure('No document is open. Open one first.')
    return this.session
  }

  runOrFail(): TrainingRun {
    const { trainer } = this.sessionOrFail()
    if (typeof trainer === 'string') throw new RpcFailure(trainer)
    return this.run!
  }

  /** All that whoever joins must know of what is held. */
  describe(): Omit<Attached, 'solvers' | 'settings' | 'cores'> {
    return {
      ...describeHeld(this),
      snapshots: this.#snapshots.list,
      runs: this.#runList,
      putBy: this.desks.list,
    }
  }

  get #runList(): RunList {
    return { ...this.runs.list(this.session), forUndo: this.results.bytes }
  }

  /** A question about the present session, which may be replaced before it is answered. */
  async ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    const session = this.sessionOrFail()
    try {
      return await question(session)
    } catch (error) {
      if (session === this.session) throw error
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
    const before = this.session
    const { trainer, document } = session
    const { host } = this
    const { emit } = this.#desk
    this.#desk.session = session
    this.#desk.run =
      typeof trainer === 'string'
        ? null
        : new TrainingRun({ trainer, document, host, emit, snapshots: this.#snapshots, course })
    if (since !== null) await this.beginRun(since)
    return before
  }

  /** The run has gone back to a step: weights of later ones are not its own any more. */
  backTo(step: number): void {
    this.#snapshots.backTo(step)
    const snapshots = this.#snapshots.news()
    if (snapshots) this.emit({ event: 'snapshots', snapshots })
  }

  /** Where the run stands; null where there is none. No step may be under way. */
  async state(): Promise<TrainerState | null> {
    const { trainer } = this.sessionOrFail()
    return typeof trainer === 'string' ? null : trainer.state()
  }

  /** Another document is opened, with this beside it: nothing is kept of the past of this one. */
  async forget(idle: ReadonlyMap<string, Learnt> = new Map(), results: readonly Result[] = []): Promise<void> {
    this.lay(idle)
    this.results.forget(results)
    await this.runs.forget()
  }

  /** These blocks are not in the flow of the present session, and may be in it again. */
  lay(idle: ReadonlyMap<string, Learnt>): void {
    this.#desk.idle = idle
  }

  /**
   * The present run becomes an earlier one, if there is anything to it: steps since it began or, of one that went on after an
   * edit, since that. No step may be under way.
   */
  async keepRun(): Promise<void> {
    const { session, begunAt } = this.#desk
    if (session && stepOf(session) > begunAt) await this.runs.keep(session, this.#snapshots.begin())
  }

  /** Forgets the snapshots of another run and keeps the weights with which this one begins, or its flow at the step `since`. */
  async beginRun(since = 0): Promise<void> {
    const { trainer } = this.sessionOrFail()
    this.#snapshots.begin()
    this.#desk.begunAt = since
    if (since === 0) this.#desk.beginRun(stepOf(this.sessionOrFail()))
    if (typeof trainer !== 'string') this.#snapshots.keep(trainer.step, await trainer.weights())
    const snapshots = this.#snapshots.news()
    if (snapshots) this.emit({ event: 'snapshots', snapshots })
    this.emit({ event: 'runs', runs: this.#runList })
  }

  /** Shows a tab from now on: what is shown is put by, and what was put by of the other is taken up. No step may be under way. */
  async turnTo(tab: string): Promise<void> {
    const before = this.#desk
    if (before.tab === tab) return
    this.#desk = this.desks.take(tab) ?? this.#newDesk(tab)
    // a session that no tab has asked for is the first one's
    if (before.tab === null || !before.session) await before.dispose()
    else await this.desks.put(before)
    this.sayPutBy(false)
  }

  /** Forgets a tab that was closed. No step may be under way. */
  async letGo(tab: string): Promise<void> {
    if (this.#desk.tab === tab) {
      const gone = this.#desk
      await gone.leaveRun()
      this.#desk = this.#newDesk(null)
      await gone.dispose()
      this.sayStatus()
    }
    const desk = this.desks.find(tab)
    if (desk) {
      await desk.leaveRun()
      await this.desks.letGo(desk)
    }
    this.sayPutBy(false)
  }

  /** Tells how far the others have come; `soon` is often enough while nothing but steps changes. */
  sayPutBy(soon: boolean): void {
    const now = this.host.now()
    if (soon && now - this.#told < NEWS_MS) return
    this.#told = now
    this.emit({ event: 'put-by', putBy: this.desks.list })
    const runs = this.desks.enrolled
    if (runs.length > 0) this.emit({ event: 'enrolled', runs })
  }

  async dispose(): Promise<void> {
    for (const desk of this.desks.all) await desk.dispose()
    await this.#desk.dispose()
  }

  sayStatus(): void {
    this.emit({ event: 'status', status: statusOf(this) })
  }
}
