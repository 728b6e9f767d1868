import type { TrainingSettings } from '../../document/schema'
import type { Flow } from '../../flow/flow'
import { initialiseFromData } from '../../flow/initialise'
import { Random } from '../../math/random'
import type { Program } from '../../tensor/ir/program'
import type { Backend } from '../../tensor/runtime/backend'
import { Inspector } from '../inspection/inspector'
import { padTheta } from '../theta'
import type { Units } from '../units'
import { blameStep } from './blame'
import { CompiledStep } from './compiledStep'
import type { History } from './history'
import type { Aim } from './objectives'
import type { JoinMarks } from './joins'
import { Progress } from './progress'
import type { Best, EditMark, Joined, NonFiniteStep, StepOutcome, TrainerState } from './state'
import { TrainingRows, type TrainingData } from './trainingRows'
import { Validation, type WeighedValidation } from './validation'

export interface TrainerOptions {
  readonly flow: Flow
  readonly settings: TrainingSettings
  readonly data: TrainingData
  /** Every NLL is reported in the data's natural units. */
  readonly units: Units
  readonly backend: Backend
  /** Weighs draws where the objective takes them. */
  readonly inspector: Inspector
  /** Whether that inspector is the trainer's alone, and ends with it. */
  readonly ownInspector?: boolean
  /** Maximum likelihood unless told otherwise. */
  readonly aim?: Aim
  /** Milliseconds, from whenever; steps are timed by it where there is one. */
  readonly now?: () => number
  /** Of the run that the trainer is for: blocks may have joined that late. */
  readonly marks?: JoinMarks
}

/**
 * Trains a flow by an objective, maximum likelihood unless told otherwise. Same seed, same backend: same numbers, however
 * many steps a call takes. What is computed with is a `CompiledStep`; what is known of the run beside it are its seed, its
 * rows and its progress.
 */
export class Trainer {
  #seed = 0
  #joined: Joined | undefined
  readonly #progress: Progress
  readonly #validation: Validation

  private constructor(
    private readonly options: TrainerOptions,
    private readonly rows: TrainingRows,
    private readonly compiled: CompiledStep,
  ) {
    const { units, data, flow } = options
    const logVolume = units.meanLogVolume(data.train, flow.width)
    this.#progress = new Progress({ ...options, logVolume }, compiled.parts)
    this.#validation = new Validation(options)
  }

  /** A trainer at step 0 of the settings' seed. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const trainer = await Trainer.compile(options)
    trainer.reset(options.settings.seed)
    return trainer
  }

  /**
   * One of which nothing is begun: `reset` or `restore` is to follow. While it is compiled others have their turn where they
   * may `breathe`.
   */
  static async compile(options: TrainerOptions, breathe?: () => Promise<void>): Promise<Trainer> {
    const { flow, settings, backend, aim, marks } = options
    const rows = new TrainingRows(options)
    const step = await CompiledStep.create(flow, settings, rows.batch, backend, aim, marks, breathe)
    return new Trainer(options, rows, step)
  }

  /** A trainer of the same run on another backend, at its step 0: `restore` brings it to where this one is. */
  twin(backend: Backend, inspector: Inspector): Promise<Trainer> {
    return Trainer.create({ ...this.options, backend, inspector, ownInspector: false })
  }

  /** As `twin`, and its validations are computed there as well. */
  whollyOn(backend: Backend, breathe: () => Promise<void>): Promise<Trainer> {
    const { flow, aim } = this.options
    const inspector = new Inspector(flow, backend, breathe, aim?.target ?? null)
    return Trainer.create({ ...this.options, backend, inspector, ownInspector: true })
  }

  /**
   * Takes at most so many steps of which nothing is noted, to see how long they take; answers how many. The trainer must be
   * restored before it is of use again.
   */
  async rehearse(most: number): Promise<number> {
    const turns = Math.min(most, this.compiled.turns)
    await this.compiled.give(this.#seed, this.step, turns, this.rows.take(turns))
    await this.compiled.run(turns)
    await this.compiled.results(turns)
    return turns
  }

  /** A step, as it was compiled. */
  get program(): Program {
    return this.compiled.program
  }
  /** Whether the flow has any parameters. */
  get learns(): boolean {
    return this.options.flow.size > 0
  }
  /** On which a step runs. */
  get threads(): number {
    return this.compiled.threads
  }
  get seed(): number {
    return this.#seed
  }
  /** Steps taken. */
  get step(): number {
    return this.#progress.step
  }
  /** Grows with every change of the weights. */
  get version(): number {
    return this.compiled.version
  }
  get best(): Best | null {
    return this.#progress.best
  }
  /** The step of the weights where the run stands, if that is not its own: of the best, to which it went back. */
  get keptStep(): number | null {
    return this.#progress.keptStep
  }
  /** What the draws of the last validation told; null before, and where the objective takes none. */
  get weighed(): WeighedValidation | null {
    return this.#progress.weighed
  }
  get history(): History {
    return this.#progress.history
  }
  /** Blocks that joined the run late. */
  get joined(): Joined {
    return this.#joined ?? {}
  }
  /** Where the run's document was edited, oldest first. */
  get edits(): readonly EditMark[] {
    return this.#progress.edits
  }

  /** Back to step 0, all blocks there from the start; the same seed gives the same weights and the same batches. */
  reset(seed: number): void {
    const { flow } = this.options
    const random = new Random(seed)
    this.#seed = seed
    this.rows.begin(seed)
    const drawn = flow.initialParameters(random.fork('weights'))
    this.adopt(this.rows.taken ? this.#initialised(drawn, random) : drawn, 0)
  }

  /** Parameters set by the first rows; an objective without rows knows none to set them by. */
  #initialised(theta: Float64Array, random: Random): Float64Array {
    const rows = this.rows.initial(random.fork('initial rows'))
    return initialiseFromData(this.options.flow, theta, rows, random.fork('base'))
  }

  /** Takes over weights, trained for `step` steps elsewhere. Adam's moments start empty. */
  adopt(weights: Float64Array, step: number): void {
    const theta = padTheta(this.options.flow, weights)
    const zeros = new Float64Array(theta.length)
    this.#joined = undefined
    this.#progress.begin(step)
    this.#validation.luck = null
    this.compiled.writeStates({ step, count: 0, theta, m: zeros, v: zeros, ema: theta })
  }

  /** The weights to judge and show: the moving average where one is kept. The array never changes afterwards. */
  weights(): Promise<Float64Array> {
    return this.compiled.weights()
  }

  /**
   * At least one step and at most so many: fewer where a validation or the end is due before, and no more than the machine
   * takes at once. A step that fails is the last. Where the machine has others than this thread they take the steps while
   * `work` is done on this one: to it the trainer is as it was before them, and it must not change it.
   */
  async takeSteps(most: number, work?: () => Promise<void>): Promise<StepOutcome> {
    const { compiled, rows } = this
    const turns = Math.max(1, Math.min(most, compiled.turns, this.#progress.stepsToNext))
    const since = this.#now()
    if (work) await this.weights() // which it may ask for
    await compiled.give(this.#seed, this.step, turns, rows.take(turns))
    const finished = compiled.begin(turns)
    let outcome: StepOutcome
    try {
      await work?.()
      rows.prepare(turns)
    } finally {
      await finished()
      outcome = await this.#conclude(turns, since)
    }
    return outcome
  }

  #now(): number {
    return this.options.now?.() ?? 0
  }

  /** Takes note of steps that the machine has taken, `since` a moment in milliseconds. */
  async #conclude(turns: number, since: number): Promise<StepOutcome> {
    const results = await this.compiled.results(turns)
    this.compiled.changed()
    this.#progress.took(results, (this.#now() - since) / 1000)
    const { good, losses, gradientNorms } = results
    if (good < turns) {
      const batch = this.rows.backTo(good)
      return { kind: 'failed', failure: await this.#explain(batch, losses[good], gradientNorms[good]) }
    }
    if (this.#progress.validates) await this.#validate()
    const reason = this.#progress.finishReason
    return reason === null ? { kind: 'stepped' } : { kind: 'finished', reason }
  }

  async #validate(): Promise<void> {
    if (this.#validation.empty) return
    const since = this.#now()
    const theta = await this.weights()
    const measured = await this.#validation.measure(theta)
    this.#progress.validated(theta, measured, (this.#now() - since) / 1000)
  }

  /** Finds the block to blame for a step that failed, having gone back to weights of which a finite loss is known. */
  async #explain(batch: Float32Array | null, loss: number, gradientNorm: number): Promise<NonFiniteStep> {
    const { flow, settings, inspector, aim } = this.options
    const theta = await this.compiled.goBack()
    const noise = await this.compiled.noiseOf(this.#seed, this.step, batch)
    const densities = batch && (await inspector.logDensity(theta, batch))
    const blame = blameStep(flow, settings, theta, { batch, densities, noise, aim })
    return { step: this.step + 1, loss, gradientNorm, node: blame?.scope || null, op: blame?.op ?? null }
  }

  /** Goes back to the weights of the best validation, where early stopping asks for them. */
  restoreBest(): void {
    const theta = this.#progress.backToBest()
    if (theta) this.compiled.show(theta)
  }

  async state(): Promise<TrainerState> {
    return {
      seed: this.#seed,
      ...(await this.compiled.states()),
      ...this.#progress.state(),
      luck: this.#validation.luck,
      batches: this.rows.state(),
      ...(this.#joined && { joined: this.#joined }),
    }
  }

  /** Goes on from a state of a trainer of the same document, of whose joins the `marks` are. */
  restore(state: TrainerState): void {
    this.#seed = state.seed
    this.#joined = state.joined
    this.#progress.restore(state)
    this.#validation.luck = state.luck
    this.rows.restore(state.seed, state.batches)
    this.compiled.writeStates(state)
  }

  dispose(): void {
    this.compiled.dispose()
    const { ownInspector, inspector } = this.options
    // of a device that is gone there is nothing to give back
    if (ownInspector) void inspector.dispose().catch(() => undefined)
  }
}
