import { entryOf } from '../../document/objective'
import type { TrainingSettings } from '../../document/schema'
import type { Flow } from '../../flow/flow'
import { initialiseFromData } from '../../flow/initialise'
import { Random } from '../../math/random'
import type { Backend, Executable } from '../../tensor/runtime/backend'
import type { DrawRows } from '../data'
import { RowUnits } from '../context'
import type { Inspector } from '../inspection/inspector'
import { padTheta } from '../theta'
import type { Units } from '../units'
import { BatchQueue } from './batchQueue'
import type { Batches } from './batches'
import { blameStep } from './blame'
import { FreshBatches } from './freshBatches'
import { History } from './history'
import { Pairing } from './matching/pairing'
import { Minibatches } from './minibatches'
import { likelihood, likelihoodShare, ROWS_PART, type Aim } from './objectives'
import { StepNoise } from './stepNoise'
import { LARGEST_FINITE, partOf, partOutput, stepProgram } from './stepProgram'
import type { Best, FinishReason, NonFiniteStep, StepOutcome, TrainerState } from './state'
import { Validation, type WeighedValidation } from './validation'

/** Rows that set data-dependent parameters. */
const INITIAL_ROWS = 2048

/** The most steps that the machine is given at once, and the most bytes of their batches together. */
const MOST_STEPS = 16
const MOST_BYTES = 2 ** 20

export interface TrainerOptions {
  readonly flow: Flow
  readonly settings: TrainingSettings
  readonly data: TrainingData
  /** Every NLL is reported in the data's natural units. */
  readonly units: Units
  readonly backend: Backend
  /** Weighs draws where the objective takes them. */
  readonly inspector: Inspector
  /** Maximum likelihood unless told otherwise. */
  readonly aim?: Aim
}

/** Rows [n, D + C] of x and its context, in the flow's units. */
export interface TrainingData {
  /** At least one row. */
  readonly train: Float32Array
  /** May have no rows. */
  readonly validation: Float32Array
  /** Draws the rows of every batch, natural units, in place of those of `train`. */
  readonly draw: DrawRows | null
  /** Between natural rows and the flow's; `units` alone when left out, without context. */
  readonly rowUnits?: RowUnits
}

/**
 * Trains a flow by an objective, maximum likelihood unless told otherwise. Same seed, same backend: same numbers, however many steps a call takes. Parameters
 * and moments stay on the machine; only batches, noise, the loss and the gradient's norm cross.
 */
export class Trainer {
  #seed = 0
  #step = 0
  #count = 0
  #best: Best | null = null
  #weighed: WeighedValidation | null = null
  #sinceBest = 0
  #history = new History()
  #weights: Promise<Float64Array> | null = null
  #version = 0
  #batches!: BatchQueue
  #reached = false
  readonly #validation: Validation
  readonly #noise: StepNoise
  readonly #rows: boolean
  readonly #hasShown: boolean
  /** What the loss is the sum of, by name. */
  readonly #parts: readonly string[]

  private constructor(
    private readonly options: TrainerOptions,
    private readonly executable: Executable,
    /** Where draws of the base are given to rows by optimal transport. */
    private readonly pairing: Pairing | null,
  ) {
    this.#validation = new Validation(options)
    this.#noise = new StepNoise(executable, pairing && ((noise, rows) => pairing.arrange(noise, rows)))
    this.#rows = takesRows(options)
    const outputs = executable.program.outputs.map(({ name }) => name)
    this.#hasShown = outputs.includes('shown')
    this.#parts = outputs.flatMap((name) => partOf(name) ?? [])
  }

  /** A trainer at step 0 of the settings' seed. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { flow, settings, data, backend, aim } = options
    const endless = data.draw !== null || !takesRows(options)
    const batch = endless ? settings.batchSize : Math.min(settings.batchSize, data.train.length / flow.width)
    const turns = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_BYTES / (4 * batch * flow.width))))
    const executable = await backend.prepare(stepProgram(flow, settings, batch, aim), { turns })
    const isPaired = aim?.objective.type === 'flow-matching' && aim.objective.coupling === 'optimal-transport'
    const pairing = isPaired ? await Pairing.create(flow, batch, backend) : null
    const trainer = new Trainer(options, executable, pairing)
    trainer.reset(settings.seed)
    return trainer
  }

  /** The same run, where it is now, on another backend. This one is left as it is. */
  async moved(backend: Backend, inspector: Inspector): Promise<Trainer> {
    const trainer = await Trainer.create({ ...this.options, backend, inspector })
    trainer.restore(await this.state())
    return trainer
  }

  /** On which a step runs. */
  get threads(): number {
    return this.executable.threads ?? 1
  }
  get seed(): number {
    return this.#seed
  }
  /** Steps taken. */
  get step(): number {
    return this.#step
  }
  /** Grows with every change of the weights. */
  get version(): number {
    return this.#version
  }
  get best(): Best | null {
    return this.#best
  }
  /** What the draws of the last validation told; null before, and where the objective takes none. */
  get weighed(): WeighedValidation | null {
    return this.#weighed
  }
  get history(): History {
    return this.#history
  }

  /** Back to step 0; the same seed gives the same weights and the same batches. */
  reset(seed: number): void {
    const { flow, settings } = this.options
    const random = new Random(seed)
    this.#seed = seed
    this.#batches = new BatchQueue(this.#makeBatches(settings.batchSize, random.fork('batches')))
    this.#history = new History(undefined, this.#parts)
    const drawn = flow.initialParameters(random.fork('weights'))
    this.#start(padTheta(flow, this.#rows ? this.#initialised(drawn, random) : drawn), 0)
  }

  /** Parameters set by the first rows; an objective without rows knows none to set them by. */
  #initialised(theta: Float64Array, random: Random): Float64Array {
    const rows = Float64Array.from(this.#makeBatches(INITIAL_ROWS, random.fork('initial rows')).next())
    return initialiseFromData(this.options.flow, theta, rows, random.fork('base'))
  }

  /** Takes over a model's weights, trained for `step` steps elsewhere. Adam's moments start empty. */
  adopt(theta: Float64Array, step: number): void {
    this.#history = new History(undefined, this.#parts)
    this.#start(padTheta(this.options.flow, theta), step)
  }

  /** The weights to judge and show: the moving average where one is kept. The array never changes afterwards. */
  weights(): Promise<Float64Array> {
    return (this.#weights ??= this.executable.read(this.options.settings.ema === null ? 'theta' : 'ema'))
  }

  /**
   * At least one step and at most so many: fewer where a validation or the end is due before, and no more than the machine
   * takes at once. A step that fails is the last. Where the machine has threads beside this one they take the steps while
   * `work` is done on this one: to it the trainer is as it was before them, and it must not change it.
   */
  async takeSteps(most: number, work?: () => Promise<void>): Promise<StepOutcome> {
    const { executable } = this
    const turns = this.#possible(most)
    if (!(this.threads > 1 && executable.begin && executable.finish)) {
      await work?.()
      await this.#writeRows(turns)
      await executable.run({ turns })
      return this.#conclude(turns)
    }
    if (work) await this.weights() // which it may ask for
    await this.#writeRows(turns)
    executable.begin({ turns })
    let outcome: StepOutcome
    try {
      await work?.()
      if (this.#rows) this.#batches.prepare(turns)
    } finally {
      await executable.finish()
      outcome = await this.#conclude(turns)
    }
    return outcome
  }

  /** What the next steps are to have of data and of chance. */
  async #writeRows(turns: number): Promise<void> {
    const rows = this.#rows ? this.#batches.take(turns) : null
    if (rows) this.executable.write('x', rows)
    await this.#noise.write(this.#seed, this.#step, turns, rows)
  }

  /** How many of so many steps can be taken at once. */
  #possible(most: number): number {
    const { steps, validateEvery } = this.options.settings
    const toValidation = validateEvery - (this.#step % validateEvery)
    return Math.max(1, Math.min(most, this.executable.turns ?? 1, steps - this.#step, toValidation))
  }

  /** Takes note of steps that the machine has taken. */
  async #conclude(turns: number): Promise<StepOutcome> {
    const { settings, units, aim = likelihood } = this.options
    const [losses, norms] = [await this.executable.read('loss'), await this.executable.read('gradientNorm')]
    // as the program itself decides whether to change its states
    const failing = losses.findIndex((loss, i) => !(Math.abs(loss) < LARGEST_FINITE && norms[i] < LARGEST_FINITE))
    const good = failing < 0 ? turns : failing
    const shown = this.#hasShown ? await this.executable.read('shown') : losses
    const volume = likelihoodShare(aim.objective) * units.logVolume

    this.#step += good
    this.#count += good
    this.#weights = null
    this.#version++
    for (let i = 0; i < good; i++) {
      this.#history.steps.push(this.#step - good + i + 1)
      this.#history.trainLoss.push(shown[i] + volume)
      this.#history.gradientNorm.push(norms[i])
    }
    for (const name of this.#parts) {
      const values = await this.executable.read(partOutput(name))
      for (let i = 0; i < good; i++) this.#history.parts.get(name)!.push(values[i] + (name === ROWS_PART ? volume : 0))
    }
    if (failing >= 0)
      return { kind: 'failed', failure: await this.#explain(this.#failed(good), losses[good], norms[good]) }

    const last = this.#step >= settings.steps
    if (last || this.#step % settings.validateEvery === 0) await this.#validate()
    const reason = this.#finishReason()
    return reason === null ? { kind: 'stepped' } : { kind: 'finished', reason }
  }

  /** The batch of the step that failed, so many after the first of the last order; null where there was none. */
  #failed(index: number): Float32Array | null {
    return this.#rows ? this.#batches.backTo(index) : null
  }

  /** Goes back to the weights of the best validation, where early stopping asks for them. */
  restoreBest(): void {
    if (this.options.settings.patience === null || !this.#best || this.#reached) return
    this.#sinceBest = 0
    this.#show(this.#best.theta)
  }

  async state(): Promise<TrainerState> {
    const read = (name: string) => this.executable.read(name)
    return {
      seed: this.#seed,
      step: this.#step,
      count: this.#count,
      theta: await read('theta'),
      m: await read('m'),
      v: await read('v'),
      ema: this.options.settings.ema === null ? null : await read('ema'),
      best: this.#best,
      sinceBest: this.#sinceBest,
      luck: this.#validation.luck,
      batches: this.#batches.state(),
      history: this.#history.since(),
    }
  }

  /** Goes on from a state of a trainer of the same document. */
  restore(state: TrainerState): void {
    this.#seed = state.seed
    this.#reached = false
    this.#best = state.best
    this.#sinceBest = state.sinceBest
    this.#validation.luck = state.luck
    this.#history = new History(state.history, this.#parts)
    const random = new Random(state.seed).fork('batches')
    this.#batches = new BatchQueue(this.#makeBatches(this.options.settings.batchSize, random))
    this.#batches.restore(state.batches)
    this.#writeStates(state)
  }

  dispose(): void {
    this.executable.dispose()
    this.pairing?.dispose()
  }

  #makeBatches(size: number, random: Random): Batches {
    const { data, flow, units } = this.options
    return data.draw
      ? new FreshBatches(data.draw, data.rowUnits ?? new RowUnits(units), size, random)
      : new Minibatches(data.train, flow.width, size, random)
  }

  #start(theta: Float64Array, step: number): void {
    const zeros = new Float64Array(theta.length)
    this.#best = null
    this.#weighed = null
    this.#reached = false
    this.#sinceBest = 0
    this.#validation.luck = null
    this.#writeStates({ step, count: 0, theta, m: zeros, v: zeros, ema: theta })
  }

  #writeStates(state: Pick<TrainerState, 'step' | 'count' | 'theta' | 'm' | 'v' | 'ema'>): void {
    this.#step = state.step
    this.#count = state.count
    this.#write('theta', state.theta)
    this.pairing?.setTheta(state.theta)
    this.#write('m', state.m)
    this.#write('v', state.v)
    if (this.options.settings.ema !== null) this.#write('ema', state.ema ?? state.theta)
    this.#write('good', state.ema ?? state.theta)
    this.#write('step', [state.step])
    this.#write('count', [state.count])
    this.#weights = null
    this.#version++
  }

  /** Puts these weights in place of the present ones and of their average. */
  #show(theta: Float64Array): void {
    this.#write('theta', theta)
    if (this.options.settings.ema !== null) this.#write('ema', theta)
    this.#weights = Promise.resolve(theta)
    this.#version++
  }

  #write(name: string, values: ArrayLike<number>): void {
    this.executable.write(name, values)
  }

  async #validate(): Promise<void> {
    if (this.#validation.empty) return
    const theta = await this.weights()
    const { loss, reached, weights } = await this.#validation.measure(theta)
    this.#weighed = weights ?? null
    this.#history.validationSteps.push(this.#step)
    this.#history.validationLoss.push(loss)
    this.#reached = reached
    this.#sinceBest++
    if (!(loss < (this.#best?.nll ?? Infinity))) return // a validation that is not finite is never the best
    this.#best = { step: this.#step, nll: loss, theta }
    this.#sinceBest = 0
  }

  #finishReason(): FinishReason | null {
    const { steps, patience } = this.options.settings
    if (this.#reached) return 'target'
    if (this.#step >= steps) return 'steps'
    return patience !== null && this.#sinceBest >= patience ? 'early-stopping' : null
  }

  /** Finds the block to blame, then goes back to the newest weights of which a finite loss is known. */
  async #explain(batch: Float32Array | null, loss: number, gradientNorm: number): Promise<NonFiniteStep> {
    const { flow, settings, inspector, aim } = this.options
    const theta = await this.executable.read('theta')
    this.#show(await this.executable.read('good'))
    this.#write('failed', [0])
    const noise = await this.#noise.of(this.#seed, this.#step, batch)
    const densities = batch && (await inspector.logDensity(theta, batch))
    const blame = blameStep(flow, settings, theta, { batch, densities, noise, aim })
    return { step: this.#step + 1, loss, gradientNorm, node: blame?.scope || null, op: blame?.op ?? null }
  }
}

/** Whether a step takes rows of the data. */
const takesRows = ({ aim = likelihood }: TrainerOptions): boolean => entryOf(aim.objective).rows
