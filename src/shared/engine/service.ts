import type { Outcome } from '../document/issue'
import type { FlowDocument } from '../document/schema'
import { trainedKey } from '../document/trained'
import { listDatasets } from '../learn/data'
import { idleOf } from '../learn/exporters/modelFile'
import type { Learnt } from '../learn/training/carry'
import type { TrainerState } from '../learn/training/state'
import type {
  Attached,
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  LibraryMethod,
  LibraryParams,
  LibraryResults,
  Opened,
  RunMark,
} from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { DeviceError } from '../tensor/runtime/device'
import { evaluate, exportModel, probe, truth } from './answers'
import { BackgroundWork } from './backgroundWork'
import { pacedBreath } from './breath'
import { readCheckpoint } from './checkpoint'
import { Enrolment } from './enrolment'
import { Holding } from './holding'
import type { EngineHost } from './host'
import { Machinery } from './machinery'
import { exportMetrics } from './metrics'
import { DataDesk } from './dataDesk'
import { compileHeir, type Edited, type Heir } from './edited'
import { openDocument, openModel, type Workshop } from './open'
import { Orders } from './orders'
import { valueOf } from './outcome'
import { reference } from './reference'
import { Relocation } from './relocation'
import type { Result } from './results'
import { stepOf, type Session } from './session'
import { modelOf, picturesOf } from './storedRuns'
import { Tables } from './tables'

/** The engine behind rpc: holds one document at a time, trains it, and answers questions about it meanwhile. */
export interface Engine {
  /** Rejects with an `RpcFailure` in words, its issues at the place to blame. */
  call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]>
  /** Goes on from a checkpoint, training if it was; answers its step. */
  restore(checkpoint: Uint8Array): Promise<number>
  /** What the host asks of runs that no tab shows. */
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
  /** Takes a backend no more by itself, for this reason: a sentence. */
  ruleOut(backend: string, reason: string): void
  dispose(): Promise<void>
}

export function createEngine(host: EngineHost, emit: (event: EngineEvent) => void): Engine {
  const engine = new Service(host, emit)
  return {
    call: (method, params) => engine.call(method, params),
    restore: (checkpoint) => engine.restore(checkpoint),
    library: (method, params) => engine.library(method, params),
    ruleOut: (backend, reason) => {
      engine.ruleOut(backend, reason)
    },
    dispose: () => engine.dispose(),
  }
}

interface Opening {
  /** What blocks have learnt that are not in the flow. */
  readonly idle?: ReadonlyMap<string, Learnt>
  /** What training made of the document as it was before edits. */
  readonly results?: readonly Result[]
  /** Whether the weights were brought along: they are to be had again, unlike fresh ones. */
  readonly keepsWeights?: boolean
  /** Which run it is that goes on. */
  readonly mark?: RunMark
}

type Handlers = {
  readonly [M in EngineMethod]: (params: EngineParams[M]) => Promise<EngineResults[M]> | EngineResults[M]
}

type LibraryHandlers = {
  readonly [M in LibraryMethod]: (params: LibraryParams[M]) => Promise<LibraryResults[M]>
}

/** Carries out what is called for, orders one after the other, with what is held, the machinery and the work between calls. */
class Service {
  #newestOpen = 0
  readonly #orders = new Orders()
  readonly #tables = new Tables()
  readonly #dataDesk: DataDesk
  readonly #machinery: Machinery
  readonly #holding: Holding
  readonly #work: BackgroundWork
  readonly #relocation: Relocation
  readonly #enrolment: Enrolment

  constructor(
    private readonly host: EngineHost,
    emit: (event: EngineEvent) => void,
  ) {
    this.#machinery = new Machinery(host)
    this.#dataDesk = new DataDesk(host)
    this.#holding = new Holding(host, emit)
    this.#work = new BackgroundWork(host, emit, this.#holding)
    this.#relocation = new Relocation({
      host,
      emit,
      orders: this.#orders,
      machinery: this.#machinery,
      holding: this.#holding,
      work: this.#work,
    })
    this.#enrolment = new Enrolment({
      host,
      orders: this.#orders,
      machinery: this.#machinery,
      holding: this.#holding,
      work: this.#work,
    })
  }

  async call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
    if (method !== 'credit') this.#work.disturb() // that a picture was drawn asks for nothing
    return await this.#handlers[method](params)
  }

  readonly #handlers: Handlers = {
    open: ({ document, edited = false, returns = false }) =>
      edited && this.#holding.session
        ? this.#edit(document, returns)
        : this.#open((workshop) => openDocument(document, workshop)),
    openModel: ({ model }) =>
      this.#open((workshop) => openModel(model, workshop), { idle: idleOf(model), keepsWeights: true }),
    attach: () => this.#attached(),
    turnTo: ({ tab }) => this.#turn(() => this.#holding.turnTo(tab)),
    letGo: async ({ tab }) => {
      await this.#turn(() => this.#holding.letGo(tab))
      return null
    },
    train: () => this.#order(() => this.#start()),
    step: ({ count }) => this.#order(() => this.#start(count)),
    // at once, whatever is compiled meanwhile
    pause: () => {
      this.#holding.run?.pause()
      return this.#order(() => this.#holding.run?.pause())
    },
    stop: () => {
      this.#holding.run?.pause()
      return this.#order(() => this.#halt())
    },
    reset: ({ seed }) => this.#order(() => this.#reset(seed)),
    watch: ({ views }) => {
      this.#work.pictures.watch(views)
      this.#work.wake()
      return null
    },
    credit: ({ view }) => {
      this.#work.pictures.credit(view)
      this.#work.wake()
      return null
    },
    probe: ({ at, ...asked }) =>
      this.#ask(async (session) => {
        const subject = this.#holding.past.subject(at, session)
        const { theta } = await this.#holding.past.weights(at, session) // says so when there is none
        return probe(subject!, theta, asked)
      }),
    truth: (grid) =>
      this.#holding.ask((session) => {
        const subject = grid.run === undefined ? session : this.#holding.runs.findOrFail(grid.run)
        return truth(subject, grid, () => this.host.breathe())
      }),
    reference: async () => {
      const { exact } = await this.#machinery.machine()
      return this.#holding.ask((session) => reference(session, exact, () => this.host.breathe()))
    },
    describeRun: ({ run }) => {
      const { document, opened, history } = this.#holding.runs.findOrFail(run)
      return { document, opened, history }
    },
    holdRuns: ({ runs }) => this.#order(() => this.#hold(runs)),
    evaluate: async (asked) => {
      const workshop = await this.#machinery.workshop()
      return this.#ask((session) => evaluate(session, workshop, asked))
    },
    exportModel: async () => {
      await this.#orders.settled() // an export asked for right after a stop is of the weights that the stop leaves
      return this.#ask((session) =>
        exportModel(session, this.host, this.#machinery.roster.get(session.opened.backend), this.#holding.idle),
      )
    },
    exportMetrics: ({ format }) => ({
      content: exportMetrics(this.#holding.sessionOrFail(), this.#holding.describe().history, this.host, format),
    }),
    readTable: ({ name, bytes }) => this.#tables.read(name, bytes),
    takeTable: ({ columns }) => this.#tables.take(columns),
    describeData: ({ data }) => this.#dataDesk.describe(data),
    dataRows: (page) => this.#dataDesk.rows(page),
    sampleData: async ({ source }) => ({ content: await this.#dataDesk.sample(source) }),
    datasets: () => listDatasets((path) => this.host.readResource(path)),
    configure: (settings) => this.#relocation.configure(settings),
    backends: (asked) => this.#machinery.report(asked),
  }

  async library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]> {
    return await this.#libraryHandlers[method](params)
  }

  readonly #libraryHandlers: LibraryHandlers = {
    enrol: (asked) => this.#enrolment.enrol(asked),
    release: (asked) => this.#enrolment.release(asked),
    modelOf: async ({ checkpoint }) => modelOf(checkpoint, await this.#machinery.workshop()),
    picturesOf: async (asked) => picturesOf(asked, await this.#machinery.workshop()),
  }

  async restore(bytes: Uint8Array): Promise<number> {
    const { document, data, training, run: mark, trainer: state, idle, results } = valueOf(readCheckpoint(bytes))
    await this.#open((workshop) => openDocument(document, workshop, { trainedOn: data, from: state }), {
      idle,
      results,
      mark,
    })
    if (training) await this.call('train', {})
    return state.step
  }

  ruleOut(backend: string, reason: string): void {
    this.#machinery.ruleOut(backend, reason)
  }

  async dispose(): Promise<void> {
    this.#work.end()
    this.#holding.run?.pause()
    await this.#work.settled()
    await this.#relocation.end()
    await this.#orders.settled()
    await this.#holding.dispose()
    await this.#machinery.dispose()
  }

  /** Replaces the session by another; the present one stays when the other cannot be had. */
  #open(
    make: (workshop: Workshop) => Promise<Outcome<Session>>,
    { idle, results, keepsWeights = false, mark }: Opening = {},
  ): Promise<Opened> {
    const turn = ++this.#newestOpen
    return this.#orders.give(async () => {
      if (turn !== this.#newestOpen) throw new RpcFailure('A newer document took the place of this one.')
      this.#holding.run?.pause()
      return this.#change(async () => {
        const session = valueOf(await make(await this.#machinery.workshop()))
        await this.#work.settled()
        await this.#holding.leaveRun()
        await this.#holding.forget(idle, results)
        await this.#relocation.install(session)
        if (mark) this.#holding.resumeRun(mark)
        await this.#relocation.settle(session)
        const { trainer } = session
        if (keepsWeights && typeof trainer !== 'string') await this.#work.checkpoints.write(session, trainer, false)
        return session.opened
      })
    })
  }

  /**
   * Replaces the session by that of its document with edits; the run goes on, training if it was. The present one is trained
   * until the other is ready, and goes on where that cannot be had.
   */
  #edit(document: FlowDocument, returns: boolean): Promise<EngineResults['open']> {
    const turn = ++this.#newestOpen
    return this.#orders.give(async () => {
      if (turn !== this.#newestOpen) throw new RpcFailure('A newer document took the place of this one.')
      const heir = await this.#heir(document, returns)
      const { session, became, sameCurves } = await this.#move(() => this.#takeOver(heir, document))
      this.#holding.sayStatus()
      await this.#relocation.settle(session)
      const { trainer } = session
      const history = sameCurves || typeof trainer === 'string' ? null : trainer.history.since()
      return { ...session.opened, ...(became && { carried: { ...became, history } }) }
    })
  }

  /** Of the present session, which is trained meanwhile. */
  async #heir(document: FlowDocument, returns: boolean): Promise<Heir> {
    const workshop = await this.#machinery.workshop()
    const { run, results, idle } = this.#holding
    const before = this.#holding.sessionOrFail()
    const training = run?.training === true
    const result = returns ? results.find(trainedKey(document)) : null
    const breathe = pacedBreath(this.host)
    return this.#work.ahead(async () => {
      const heir = valueOf(await compileHeir(document, { workshop, before, training, idle, result, breathe }))
      await this.host.breathe() // steps are taken up to the move, not only up to the last of what is compiled
      return heir
    })
  }

  /** The present session makes room for its heir. */
  async #takeOver(heir: Heir, { training }: FlowDocument): Promise<Edited> {
    await this.#work.settled()
    const { run, results, idle } = this.#holding
    const { document: before } = this.#holding.sessionOrFail()
    const { state, edited } = await this.#leaveTo(heir)
    if (stepOf(edited.session) === 0) await this.#holding.leaveRun()
    if (state) results.keep({ key: trainedKey(before), state, idle })
    await this.#holding.keepRun()
    this.#holding.lay(edited.idle)
    const step = stepOf(edited.session)
    const course = run?.leaveFor(training.steps, step)
    await this.#relocation.install(edited.session, course, step)
    this.#work.checkpoints.hurry()
    return edited
  }

  async #leaveTo(heir: Heir): Promise<{ readonly state: TrainerState | null; readonly edited: Edited }> {
    try {
      const state = await this.#holding.state()
      return { state, edited: await heir.takeOver(state) }
    } catch (error) {
      await heir.dispose()
      throw error
    }
  }

  /** As `#change`, for a session that takes over the run of the present one. */
  async #move<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await this.#holding.whileMoving(deed)
    } finally {
      this.#work.wake()
    }
  }

  #attached(): Attached {
    return {
      ...this.#holding.describe(),
      solvers: this.#work.solvers.issues,
      settings: this.#machinery.settings,
      cores: this.host.cores,
    }
  }

  /** Shows what is held of another tab; answers all of it. */
  #turn(deed: () => Promise<void>): Promise<Attached> {
    return this.#orders.give(async () => {
      const before = this.#holding.session
      await this.#holding.whileMoving(async () => {
        await this.#work.settled()
        await deed()
      })
      const { session } = this.#holding
      if (session !== before) {
        this.#work.pictures.forget()
        this.#work.solvers.turnTo(session)
        await this.#relocation.turnTo(session)
      }
      this.#work.wake()
      return this.#attached()
    })
  }

  /** Puts another session in place of the present one, and goes on with the work. */
  async #change<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await this.#holding.whileOpening(deed)
    } finally {
      this.#work.wake()
    }
  }

  #start(count?: number): void {
    this.#holding.runOrFail().start(count)
    this.#work.beginTraining()
  }

  async #halt(): Promise<void> {
    const { run } = this.#holding
    if (!run) return
    run.stop()
    await this.#work.settled()
    run.settle()
  }

  async #reset(seed: number): Promise<void> {
    const run = this.#holding.runOrFail()
    run.pause()
    await this.#work.settled()
    await this.#holding.leaveRun()
    await this.#holding.keepRun()
    run.reset(seed)
    await this.#work.checkpoints.begin(this.#holding.sessionOrFail())
    await this.#holding.beginRun()
    this.#work.pictures.forget()
  }

  async #hold(runs: readonly number[]): Promise<void> {
    await this.#work.settled()
    this.#work.pictures.interrupt()
    await this.#holding.runs.hold(runs)
  }

  /** A question to the session; where its device fails at it, to the one that goes on elsewhere. */
  async #ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#holding.ask(question)
    } catch (error) {
      if (!(error instanceof DeviceError) || !this.#machinery.isAccelerator(error.backend)) throw error
      await this.#relocation.lost(error)
      return this.#holding.ask(question)
    }
  }

  /** An order that answers nothing; there may be work after it. */
  async #order(deed: () => void | Promise<void>): Promise<null> {
    await this.#orders.give(async () => {
      await deed()
    })
    this.#work.wake()
    return null
  }
}
