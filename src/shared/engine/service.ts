import type { Outcome } from '../document/issue'
import { listDatasets } from '../learn/data'
import type {
  Attached,
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  EngineSettings,
  Opened,
} from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { evaluate, exportModel, probe, truth } from './answers'
import { readCheckpoint } from './checkpoint'
import { Checkpoints } from './checkpoints'
import { explainMistake } from './explain'
import type { EngineHost } from './host'
import { chooseMachine, type Machine } from './machine'
import { Leisure } from './leisure'
import { openDocument, openModel, type Workshop } from './open'
import { Orders } from './orders'
import { valueOf } from './outcome'
import { PictureDebt } from './pictures/debt'
import { Pictures } from './pictures/pictures'
import { recompile } from './recompile'
import { reference } from './reference'
import { Past } from './runs/past'
import { Runs } from './runs/runs'
import { disposeSession, type Session } from './session'
import { Snapshots } from './snapshots'
import { SolverWatch } from './solverWatch'
import { describeHeld, statusOf, type Held } from './status'
import { Tables } from './tables'
import { TrainingRun, type Course } from './trainingRun'
import { WorkLoop } from './workLoop'

/** The engine behind rpc: holds one document at a time, trains it, and answers questions about it meanwhile. */
export interface Engine {
  /** Rejects with an `RpcFailure` in words, its issues at the place to blame. */
  call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]>
  /** Goes on from a checkpoint, training if it was; answers its step. */
  restore(checkpoint: Uint8Array): Promise<number>
  dispose(): Promise<void>
}

export function createEngine(host: EngineHost, emit: (event: EngineEvent) => void): Engine {
  const engine = new Service(host, emit)
  return {
    call: (method, params) => engine.call(method, params),
    restore: (checkpoint) => engine.restore(checkpoint),
    dispose: () => engine.dispose(),
  }
}

type Handlers = {
  readonly [M in EngineMethod]: (params: EngineParams[M]) => Promise<EngineResults[M]> | EngineResults[M]
}

class Service {
  #machine: Promise<Machine> | null = null
  #settings: EngineSettings
  #session: Session | null = null
  #run: TrainingRun | null = null
  #opening = false
  #newestOpen = 0
  readonly #orders = new Orders()
  readonly #debt = new PictureDebt()
  readonly #snapshots = new Snapshots()
  readonly #runs = new Runs()
  readonly #past = new Past(this.#snapshots, this.#runs)
  readonly #pictures: Pictures
  readonly #checkpoints: Checkpoints
  readonly #tables = new Tables()
  readonly #loop: WorkLoop
  readonly #leisure: Leisure
  readonly #solvers: SolverWatch

  constructor(
    private readonly host: EngineHost,
    private readonly emit: (event: EngineEvent) => void,
  ) {
    this.#settings = host.settings
    this.#pictures = new Pictures(host, emit, this.#past)
    this.#checkpoints = new Checkpoints(host, emit)
    this.#solvers = new SolverWatch(host, emit)
    this.#loop = new WorkLoop(
      () => this.#piece().catch((error: unknown) => this.#broke(error)),
      () => host.breathe(),
    )
    this.#leisure = new Leisure(
      (ms) => host.sleep(ms),
      () => {
        this.#loop.wake()
      },
    )
  }

  async call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
    if (method !== 'credit') this.#leisure.disturb() // that a picture was drawn asks for nothing
    return await this.#handlers[method](params)
  }

  readonly #handlers: Handlers = {
    open: ({ document, edited = false }) =>
      this.#open((workshop) => openDocument(document, workshop), { keepsRuns: edited }),
    openModel: ({ model }) => this.#open((workshop) => openModel(model, workshop)),
    attach: () => this.#attached(),
    train: () => this.#order(() => this.#start()),
    step: ({ count }) => this.#order(() => this.#start(count)),
    pause: () => this.#order(() => this.#run?.pause()),
    stop: () => this.#order(() => this.#halt()),
    reset: ({ seed }) => this.#order(() => this.#reset(seed)),
    watch: ({ views }) => {
      this.#pictures.watch(views)
      this.#loop.wake()
      return null
    },
    credit: ({ view }) => {
      this.#pictures.credit(view)
      this.#loop.wake()
      return null
    },
    probe: ({ at, ...asked }) =>
      this.#ask(async (session) => {
        const subject = this.#past.subject(at, session)
        const { theta } = await this.#past.weights(at, session) // says so when there is none
        return probe(subject!, theta, asked)
      }),
    truth: (grid) =>
      this.#ask((session) => {
        const subject = grid.run === undefined ? session : this.#runs.findOrFail(grid.run)
        return truth(subject, grid, () => this.host.breathe())
      }),
    reference: async () => {
      const { exact } = await this.#chosen()
      return this.#ask((session) => reference(session, exact, () => this.host.breathe()))
    },
    describeRun: ({ run }) => {
      const { document, opened, history } = this.#runs.findOrFail(run)
      return { document, opened, history }
    },
    holdRuns: ({ runs }) => this.#order(() => this.#hold(runs)),
    evaluate: async (asked) => {
      const workshop = await this.#workshop()
      return this.#ask((session) => evaluate(session, workshop, asked))
    },
    exportModel: async () => {
      await this.#orders.settled() // an export asked for right after a stop is of the weights that the stop leaves
      const workshop = await this.#workshop()
      return this.#ask((session) => exportModel(session, workshop))
    },
    readTable: ({ name, bytes }) => this.#tables.read(name, bytes),
    takeTable: ({ columns }) => this.#tables.take(columns),
    datasets: () => listDatasets((path) => this.host.readResource(path)),
    configure: (settings) => this.#configure(settings),
    backends: async () => (await this.#chosen()).reports,
  }

  async restore(bytes: Uint8Array): Promise<number> {
    const { document, data, training, trainer: state } = valueOf(readCheckpoint(bytes))
    await this.#open((workshop) => openDocument(document, workshop, data), {
      prepare: (session) => {
        if (typeof session.trainer !== 'string') session.trainer.restore(state)
      },
    })
    if (training) await this.call('train', {})
    return state.step
  }

  async dispose(): Promise<void> {
    this.#loop.end()
    this.#run?.pause()
    await this.#loop.settled()
    await this.#orders.settled()
    await this.#runs.forget()
    if (this.#session) await disposeSession(this.#session)
    if (this.#machine) await this.#machine.then((machine) => { machine.dispose() }, () => undefined) // prettier-ignore
  }

  /** Replaces the session by another; the present one stays when the other cannot be had. */
  #open(
    make: (workshop: Workshop) => Promise<Outcome<Session>>,
    { prepare, keepsRuns = false }: { prepare?: (session: Session) => void; keepsRuns?: boolean } = {},
  ): Promise<Opened> {
    const turn = ++this.#newestOpen
    return this.#orders.give(async () => {
      if (turn !== this.#newestOpen) throw new RpcFailure('A newer document took the place of this one.')
      this.#run?.pause()
      this.#opening = true
      this.#sayStatus()
      try {
        const session = valueOf(await make(await this.#workshop()))
        prepare?.(session)
        await this.#loop.settled()
        if (keepsRuns) await this.#keepRun()
        else await this.#runs.forget()
        await this.#install(session)
        return session.opened
      } finally {
        this.#opening = false
        this.#sayStatus()
        this.#loop.wake()
      }
    })
  }

  /** Other machinery under the same session; the present one stays when the other cannot be had. */
  #configure(settings: EngineSettings): Promise<Opened | null> {
    return this.#orders.give(async () => {
      const before = this.#machine
      const next = await chooseMachine(this.host, settings)
      try {
        await this.#moveTo(next)
      } catch (error) {
        next.dispose()
        throw error
      }
      this.#machine = Promise.resolve(next)
      this.#settings = settings
      if (before) await before.then((machine) => { machine.dispose() }, () => undefined) // prettier-ignore
      return this.#session?.opened ?? null
    })
  }

  async #moveTo(machine: Machine): Promise<void> {
    const session = this.#session
    if (!session) return
    this.#opening = true
    this.#sayStatus()
    try {
      await this.#loop.settled() // no step is under way while the run is moved
      const moved = await recompile(session, { host: this.host, machine })
      await this.#install(moved, this.#run?.leave())
      await this.#runs.rest() // what was compiled for them is of the machine before
    } finally {
      this.#opening = false
      this.#sayStatus()
      this.#loop.wake()
    }
  }

  /** `course` is of the same run, which goes on. */
  async #install(session: Session, course?: Course): Promise<void> {
    await this.#loop.settled()
    const before = this.#session
    const { trainer, document } = session
    const { host, emit } = this
    this.#session = session
    this.#run =
      typeof trainer === 'string'
        ? null
        : new TrainingRun({
            trainer,
            steps: document.training.steps,
            host,
            emit,
            snapshots: this.#snapshots,
            course,
          })
    if (!course) await this.#beginSnapshots(session)
    if (!course) this.#sayRuns()
    this.#checkpoints.begin(typeof trainer === 'string' ? 0 : trainer.step)
    this.#pictures.forget()
    if (before) await disposeSession(before)
  }

  async #halt(): Promise<void> {
    if (!this.#run) return
    this.#run.stop()
    await this.#loop.settled()
    this.#run.settle()
  }

  async #reset(seed: number): Promise<void> {
    const [run, session] = [this.#runOrFail(), this.#held()]
    run.pause()
    await this.#loop.settled()
    await this.#keepRun()
    run.reset(seed)
    this.#checkpoints.begin(0)
    await this.#beginSnapshots(session)
    this.#sayRuns()
    this.#pictures.forget()
  }

  /** The present run becomes an earlier one, if there is anything to it. No step may be under way. */
  async #keepRun(): Promise<void> {
    if (this.#session) await this.#runs.keep(this.#session, this.#snapshots.begin())
  }

  async #hold(runs: readonly number[]): Promise<void> {
    await this.#loop.settled()
    this.#pictures.interrupt()
    await this.#runs.hold(runs)
  }

  /** Forgets the snapshots of another run and keeps the weights with which this one begins. */
  async #beginSnapshots({ trainer }: Session): Promise<void> {
    this.#snapshots.begin()
    if (typeof trainer !== 'string') this.#snapshots.keep(trainer.step, await trainer.weights())
    const snapshots = this.#snapshots.news()
    if (snapshots) this.emit({ event: 'snapshots', snapshots })
  }

  /** One piece of work: a slice of training, some rows of a picture, or both; at leisure a program for another view. */
  async #piece(): Promise<boolean> {
    const [session, run] = [this.#session, this.#run]
    if (!session || this.#opening) return false
    const training = run?.training === true
    if (run && training) {
      const started = this.host.now()
      await run.slice()
      this.#debt.trained(this.host.now() - started)
    }
    if (typeof session.trainer !== 'string')
      await this.#checkpoints.offer(session, session.trainer, run?.training === true)
    // A word that came meanwhile, to halt perhaps, need not wait for the picture too.
    if (training) await this.host.breathe()
    const stillTraining = run?.training === true
    if (stillTraining && this.#debt.settled && this.#pictures.due(session, true))
      await run.beside(() => this.#picture(session, run))
    else if (!stillTraining) await this.#picture(session, null)
    if (stillTraining && this.#solvers.due(session, true)) await this.#solvers.look(session)
    if (run?.training === true || this.#pictures.due(session, false)) return true
    if (this.#leisure.here && this.#solvers.due(session, false)) await this.#solvers.look(session)
    return this.#leisure.here && (await session.inspector.prepare())
  }

  /** Some rows of a picture, beside a run that trains on as many threads as the machine has left. */
  async #picture(session: Session, run: TrainingRun | null): Promise<void> {
    const started = this.host.now()
    const sent = await this.#pictures.advance(session, run !== null)
    if (sent) this.#run?.pictureSent()
    const now = this.host.now()
    this.#debt.pictured((now - started) / (run?.threads ?? 1), now, run !== null)
  }

  /** Our own mistake in a piece: the run ends with it said, and the loop does not spin on it. */
  #broke(error: unknown): boolean {
    this.#run?.fail(explainMistake(error))
    this.#pictures.watch([])
    return false
  }

  #attached(): Attached {
    const { cores } = this.host
    return {
      ...describeHeld(this.#now()),
      snapshots: this.#snapshots.list,
      runs: this.#runs.list(this.#session),
      solvers: this.#solvers.issues,
      settings: this.#settings,
      cores,
    }
  }

  #now(): Held {
    return { session: this.#session, run: this.#run, opening: this.#opening }
  }

  #sayRuns(): void {
    this.emit({ event: 'runs', runs: this.#runs.list(this.#session) })
  }

  #sayStatus(): void {
    this.emit({ event: 'status', status: statusOf(this.#now()) })
  }

  /** An order that answers nothing; there may be work after it. */
  async #order(deed: () => void | Promise<void>): Promise<null> {
    await this.#orders.give(async () => {
      await deed()
    })
    this.#loop.wake()
    return null
  }

  #held(): Session {
    if (!this.#session) throw new RpcFailure('No document is open. Open one first.')
    return this.#session
  }

  /** A question about the present session, which may be replaced before it is answered. */
  async #ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#held()
    try {
      return await question(session)
    } catch (error) {
      if (session === this.#session) throw error
      throw new RpcFailure('Another document was opened before this was answered. Ask again.')
    }
  }

  #start(count?: number): void {
    this.#runOrFail().start(count)
    this.#debt.begin(this.host.now())
  }

  #runOrFail(): TrainingRun {
    const { trainer } = this.#held()
    if (typeof trainer === 'string') throw new RpcFailure(trainer)
    return this.#run!
  }

  async #workshop(): Promise<Workshop> {
    return { host: this.host, machine: await this.#chosen() }
  }

  #chosen(): Promise<Machine> {
    return (this.#machine ??= chooseMachine(this.host, this.#settings))
  }
}
