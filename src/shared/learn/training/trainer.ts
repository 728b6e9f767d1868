import type { TrainingSettings } from '../../document/schema'
import type { Flow } from '../../flow/flow'
import { initialiseFromData } from '../../flow/initialise'
import { Random } from '../../math/random'
import type { Backend, Executable } from '../../tensor/runtime/backend'
import type { Inspector } from '../inspection/inspector'
import { padTheta } from '../theta'
import { blameStep } from './blame'
import { History } from './history'
import { Minibatches } from './minibatches'
import { LARGEST_FINITE, stepProgram } from './stepProgram'
import type { Best, NonFiniteStep, StepOutcome, TrainerState } from './state'

/** Rows that set data-dependent parameters, and at most so many validate during training. */
const INITIAL_ROWS = 2048
const VALIDATION_ROWS = 8192

export interface TrainerOptions {
  readonly flow: Flow
  readonly settings: TrainingSettings
  /** Row-major [n, D] in the flow's units; `train` has at least one row, `validation` may have none. */
  readonly data: { readonly train: Float32Array; readonly validation: Float32Array }
  /** Added to every NLL, so that reports are in the data's natural units; see `Units`. */
  readonly logVolume: number
  readonly backend: Backend
  readonly inspector: Inspector
}

/**
 * Trains a flow by maximum likelihood, one step a call. Same seed, same backend: same numbers. Parameters and moments
 * stay on the machine; only batches, the loss and the gradient's norm cross.
 */
export class Trainer {
  #seed = 0
  #step = 0
  #count = 0
  #best: Best | null = null
  #sinceBest = 0
  #history = new History()
  #weights: Promise<Float64Array> | null = null
  #version = 0
  #batches!: Minibatches
  readonly #validation: Float32Array

  private constructor(
    private readonly options: TrainerOptions,
    private readonly executable: Executable,
  ) {
    this.#validation = options.data.validation.subarray(0, VALIDATION_ROWS * options.flow.dims)
  }

  /** A trainer at step 0 of the settings' seed. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { flow, settings, data, backend } = options
    const batch = Math.min(settings.batchSize, data.train.length / flow.dims)
    const executable = await backend.prepare(stepProgram(flow, settings, batch))
    const trainer = new Trainer(options, executable)
    trainer.reset(settings.seed)
    return trainer
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
  get history(): History {
    return this.#history
  }

  /** Back to step 0; the same seed gives the same weights and the same batches. */
  reset(seed: number): void {
    const { flow, data, settings } = this.options
    const random = new Random(seed)
    const batches = (label: string, size: number) => new Minibatches(data.train, flow.dims, size, random.fork(label))
    this.#seed = seed
    this.#batches = batches('batches', settings.batchSize)
    this.#history = new History()
    const drawn = flow.initialParameters(random.fork('weights'))
    const firstRows = Float64Array.from(batches('initial rows', INITIAL_ROWS).next())
    this.#start(padTheta(flow, initialiseFromData(flow, drawn, firstRows)), 0)
  }

  /** Takes over a model's weights, trained for `step` steps elsewhere. Adam's moments start empty. */
  adopt(theta: Float64Array, step: number): void {
    this.#history = new History()
    this.#start(padTheta(this.options.flow, theta), step)
  }

  /** The weights to judge and show: the moving average where one is kept. The array never changes afterwards. */
  weights(): Promise<Float64Array> {
    return (this.#weights ??= this.executable.read(this.options.settings.ema === null ? 'theta' : 'ema'))
  }

  /** One step, and a validation when it is due. */
  async takeStep(): Promise<StepOutcome> {
    const { executable, options } = this
    const { settings, logVolume } = options
    const batch = this.#batches.next()
    executable.write('x', batch)
    await executable.run()
    const [loss] = await executable.read('loss')
    const [gradientNorm] = await executable.read('gradientNorm')
    // as the program itself decides whether to change its states
    if (!(Math.abs(loss) < LARGEST_FINITE && gradientNorm < LARGEST_FINITE))
      return { kind: 'failed', failure: await this.#explain(batch, loss, gradientNorm) }

    this.#step++
    this.#count++
    this.#weights = null
    this.#version++
    this.#history.steps.push(this.#step)
    this.#history.trainNll.push(loss + logVolume)
    this.#history.gradientNorm.push(gradientNorm)

    const last = this.#step >= settings.steps
    if (last || this.#step % settings.validateEvery === 0) await this.#validate()
    if (last) return { kind: 'finished', reason: 'steps' }
    const { patience } = settings
    return patience !== null && this.#sinceBest >= patience
      ? { kind: 'finished', reason: 'early-stopping' }
      : { kind: 'stepped' }
  }

  /** Goes back to the weights of the best validation, where early stopping asks for them. */
  restoreBest(): void {
    if (this.options.settings.patience === null || !this.#best) return
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
      batches: this.#batches.state(),
      history: this.#history.since(),
    }
  }

  /** Goes on from a state of a trainer of the same document. */
  restore(state: TrainerState): void {
    const { data, flow, settings } = this.options
    this.#seed = state.seed
    this.#best = state.best
    this.#sinceBest = state.sinceBest
    this.#history = new History(state.history)
    this.#batches = new Minibatches(data.train, flow.dims, settings.batchSize, new Random(state.seed).fork('batches'))
    this.#batches.restore(state.batches)
    this.#writeStates(state)
  }

  dispose(): void {
    this.executable.dispose()
  }

  #start(theta: Float64Array, step: number): void {
    const zeros = new Float64Array(theta.length)
    this.#best = null
    this.#sinceBest = 0
    this.#writeStates({ step, count: 0, theta, m: zeros, v: zeros, ema: theta })
  }

  #writeStates(state: Pick<TrainerState, 'step' | 'count' | 'theta' | 'm' | 'v' | 'ema'>): void {
    this.#step = state.step
    this.#count = state.count
    this.#write('theta', state.theta)
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
    const rows = this.#validation
    if (rows.length === 0) return
    const theta = await this.weights()
    const densities = await this.options.inspector.logDensity(theta, rows)
    const nll = this.options.logVolume - densities.reduce((sum, value) => sum + value, 0) / densities.length
    this.#history.validationSteps.push(this.#step)
    this.#history.validationNll.push(nll)
    this.#sinceBest++
    if (!(nll < (this.#best?.nll ?? Infinity))) return // a validation that is not finite is never the best
    this.#best = { step: this.#step, nll, theta }
    this.#sinceBest = 0
  }

  /** Finds the block to blame, then goes back to the newest weights of which a finite loss is known. */
  async #explain(batch: Float32Array, loss: number, gradientNorm: number): Promise<NonFiniteStep> {
    const { flow, settings, inspector } = this.options
    const theta = await this.executable.read('theta')
    this.#show(await this.executable.read('good'))
    const densities = await inspector.logDensity(theta, batch)
    const blame = blameStep(flow, settings, theta, batch, densities)
    return { step: this.#step + 1, loss, gradientNorm, node: blame?.scope || null, op: blame?.op ?? null }
  }
}
