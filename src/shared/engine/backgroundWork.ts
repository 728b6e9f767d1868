import type { EngineEvent } from '../rpc/protocol'
import { DeviceError } from '../tensor/runtime/device'
import type { Checkpoints } from './checkpoints'
import { explainMistake } from './explain'
import type { Holding } from './holding'
import type { EngineHost } from './host'
import { Judge } from './judging'
import { Leisure } from './leisure'
import { PictureDebt } from './pictures/debt'
import { Pictures } from './pictures/pictures'
import type { Session } from './session'
import { SolverWatch } from './solverWatch'
import type { TrainingRun } from './trainingRun'
import { WorkLoop } from './workLoop'

/** Who looks after what a run is computed with. */
export interface Machines {
  /** A moment between two slices of training, to see what else it may be computed with. */
  turn(session: Session, run: TrainingRun): Promise<void>
  /** A device has failed; the session goes on elsewhere. */
  lost(error: DeviceError): void
}

/**
 * What an engine does between calls with what it holds: it trains, draws what is watched, writes checkpoints, compiles ahead
 * and scores runs that are over.
 */
export class BackgroundWork {
  readonly pictures: Pictures
  readonly solvers: SolverWatch
  #machines: Machines | null = null
  /** The session whose device has failed: nothing is done with it any more. */
  #failed: Session | null = null
  /** Whether another session is compiled, which has what time training leaves. */
  #ahead = false
  readonly #debt = new PictureDebt()
  readonly #loop: WorkLoop
  readonly #leisure: Leisure
  readonly #judge = new Judge()

  constructor(
    private readonly host: EngineHost,
    emit: (event: EngineEvent) => void,
    private readonly holding: Holding,
  ) {
    this.pictures = new Pictures(host, emit, holding)
    this.solvers = new SolverWatch(host, emit)
    this.#loop = new WorkLoop(
      () => this.#piece(),
      () => host.breathe(),
    )
    this.#leisure = new Leisure(
      (ms) => host.sleep(ms),
      () => {
        this.wake()
      },
    )
  }

  /** Of the run that is shown. */
  get checkpoints(): Checkpoints {
    return this.holding.checkpoints
  }

  /** From now on these look after what is computed with. */
  useMachines(machines: Machines): void {
    this.#machines = machines
  }

  /** There may be something to do again. */
  wake(): void {
    this.#loop.wake()
  }

  /** Someone asked for something. */
  disturb(): void {
    this.#leisure.disturb()
  }

  /** Resolves when no step is under way. */
  settled(): Promise<void> {
    return this.#loop.settled()
  }

  /** Training goes on from now. */
  beginTraining(): void {
    this.#debt.begin(this.host.now())
  }

  /** Compiles what is to be shown and trained next: meanwhile the present session is trained, but not looked at. */
  async ahead<T>(compile: () => Promise<T>): Promise<T> {
    this.#ahead = true
    try {
      return await compile()
    } finally {
      this.#ahead = false
      this.wake()
    }
  }

  end(): void {
    this.#loop.end()
  }

  /** One piece of work on what is shown, else at leisure on a test, and a slice of the training of one that is not shown. */
  async #piece(): Promise<boolean> {
    if (this.holding.opening) return false
    const more = (await this.#shown().catch((error: unknown) => this.#broke(error))) || (await this.#test())
    return (await this.#besides()) || more
  }

  /** Some test rows of a run that is over. */
  async #test(): Promise<boolean> {
    if (!this.#leisure.here || this.#ahead || this.holding.opening) return false
    const desk = this.holding.all.find((one) => one.session !== this.#failed && this.#judge.due(one))
    if (!desk) return false
    await this.#judge.advance(desk)
    return true
  }

  /** Runs of tabs that are put by train in turn. What is wrong with one of them is its own. */
  async #besides(): Promise<boolean> {
    const desk = this.holding.desks.next()
    if (!desk || this.holding.opening) return false
    try {
      await desk.slice()
    } catch (error) {
      desk.run?.fail(explainMistake(error))
    }
    this.holding.sayPutBy(desk.training)
    return true
  }

  /** One piece of work: a slice of training, some rows of a picture, or both; at leisure a program for another view. */
  async #shown(): Promise<boolean> {
    const { session, run } = this.holding
    if (!session || session === this.#failed) return false
    const training = run?.training === true
    if (run && training) {
      const started = this.host.now()
      await run.slice()
      this.#debt.trained(this.host.now() - started)
      if (run.training) await this.#machines?.turn(session, run)
    }
    if (typeof session.trainer !== 'string')
      await this.checkpoints.offer(session, session.trainer, run?.training === true)
    if (this.#ahead) return run?.training === true
    // A word that came meanwhile, to halt perhaps, need not wait for the picture too.
    if (training) await this.host.breathe()
    const stillTraining = run?.training === true
    if (stillTraining && this.#debt.settled && this.pictures.due(session, true))
      await run.beside(() => this.#picture(session, run))
    else if (!stillTraining) await this.#picture(session, null)
    if (stillTraining && this.solvers.due(session, true)) await this.solvers.look(session)
    if (run?.training === true || this.pictures.due(session, false)) return true
    if (this.#leisure.here && this.solvers.due(session, false)) await this.solvers.look(session)
    return this.#leisure.here && (await session.inspector.prepare())
  }

  /** Some rows of a picture, beside a run that trains on as many threads as the machine has left. */
  async #picture(session: Session, run: TrainingRun | null): Promise<void> {
    const started = this.host.now()
    const sent = await this.pictures.advance(session, run !== null)
    if (sent) this.holding.run?.pictureSent()
    const now = this.host.now()
    this.#debt.pictured((now - started) / (run?.threads ?? 1), now, run !== null)
  }

  /** A device's fault, which others see to; or our own mistake: the run ends with it said, and the loop does not spin on it. */
  #broke(error: unknown): boolean {
    if (error instanceof DeviceError && this.#machines) {
      this.#failed = this.holding.session
      this.#machines.lost(error)
      return false
    }
    this.holding.run?.fail(explainMistake(error))
    this.pictures.watch([])
    return false
  }
}
