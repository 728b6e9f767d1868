import type { TrainingSettings } from '../../document/schema'
import type { Flow } from '../../flow/flow'
import type { Program } from '../../tensor/ir/program'
import type { Backend, Executable } from '../../tensor/runtime/backend'
import { Pairing } from './matching/pairing'
import type { Aim } from './objectives'
import { joinInputs, joinStretches, type JoinMarks, type JoinStretch } from './joins'
import type { TrainerState } from './state'
import { StepNoise, type Noise } from './stepNoise'
import { LARGEST_FINITE, partOf, partOutput, stepProgram } from './stepProgram'

/** The most steps that the machine is given at once, and the most bytes of their batches together. */
const MOST_STEPS = 16
const MOST_BYTES = 2 ** 20

/** What a step changes. */
export type StepStates = Pick<TrainerState, 'step' | 'count' | 'joined' | 'theta' | 'm' | 'v' | 'ema'>

/** What steps taken together tell of themselves, one entry a step. */
export interface StepResults {
  /** Nats, in the flow's units. */
  readonly losses: Float64Array
  readonly gradientNorms: Float64Array
  /** The loss to be shown, which is another of some objectives. */
  readonly shown: Float64Array
  /** What the loss is the sum of, by name. */
  readonly parts: ReadonlyMap<string, Float64Array>
  /** How many went well before one whose loss or gradient is not finite; all of them where there is none. */
  readonly good: number
}

/**
 * The step program of a run, compiled for a backend, with what it keeps there from step to step: parameters, moments and
 * average. Only batches, noise and results cross.
 */
export class CompiledStep {
  /** What the loss is the sum of, by name. */
  readonly parts: readonly string[]
  readonly #noise: StepNoise
  readonly #hasShown: boolean
  #weights: Promise<Float64Array> | null = null
  #version = 0

  private constructor(
    private readonly executable: Executable,
    /** Where draws of the base are given to rows by optimal transport. */
    private readonly pairing: Pairing | null,
    private readonly hasAverage: boolean,
    private readonly stretches: readonly JoinStretch[],
  ) {
    this.#noise = new StepNoise(executable, pairing && ((noise, rows) => pairing.arrange(noise, rows)))
    const outputs = executable.program.outputs.map(({ name }) => name)
    this.#hasShown = outputs.includes('shown')
    this.parts = outputs.flatMap((name) => partOf(name) ?? [])
  }

  /** For `batch` rows a step; its states are zeros. Between parts of the work others may `breathe`. */
  static async create(
    flow: Flow,
    settings: TrainingSettings,
    batch: number,
    backend: Backend,
    aim?: Aim,
    marks: JoinMarks = {},
    breathe?: () => Promise<void>,
  ): Promise<CompiledStep> {
    const turns = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_BYTES / (4 * batch * flow.width))))
    const executable = await backend.prepare(stepProgram(flow, settings, batch, aim, marks), { turns, breathe })
    const isPaired = aim?.objective.type === 'flow-matching' && aim.objective.coupling === 'optimal-transport'
    const pairing = isPaired ? await Pairing.create(flow, batch, backend) : null
    return new CompiledStep(executable, pairing, settings.ema !== null, joinStretches(flow, marks))
  }

  get program(): Program {
    return this.executable.program
  }
  /** On which a step runs. */
  get threads(): number {
    return this.executable.threads ?? 1
  }
  /** The most steps at once. */
  get turns(): number {
    return this.executable.turns ?? 1
  }
  /** Whether steps can be taken by others while this thread does something else: `begin` and `finish`. */
  get #stepsAside(): boolean {
    return this.threads > 1 && this.executable.begin !== undefined && this.executable.finish !== undefined
  }
  /** Grows with every change of the weights. */
  get version(): number {
    return this.#version
  }

  /** The weights to judge and show: the moving average where one is kept. The array never changes afterwards. */
  weights(): Promise<Float64Array> {
    return (this.#weights ??= this.executable.read(this.hasAverage ? 'ema' : 'theta'))
  }

  /** Puts in what the steps from `step` on are to have, one turn each: `rows`, their batches one after another, and noise. */
  async give(seed: number, step: number, turns: number, rows: Float32Array | null): Promise<void> {
    if (rows) this.#write('x', rows)
    await this.#noise.write(seed, step, turns, rows)
  }

  /** The noise that the step after `step` others has or had, with `rows` as its batch. */
  noiseOf(seed: number, step: number, rows: Float32Array | null): Promise<Noise> {
    return this.#noise.of(seed, step, rows)
  }

  run(turns: number): Promise<void> {
    return this.executable.run({ turns })
  }

  /**
   * Has steps taken by whoever else can: threads beside this one, or a device. Answers how to wait for them. Where there is
   * only this thread they are taken at once.
   */
  begin(turns: number): () => Promise<void> {
    if (this.#stepsAside) {
      this.executable.begin!({ turns })
      return () => this.executable.finish!()
    }
    const ran = this.run(turns)
    ran.catch(() => undefined) // it is said to the one who waits
    return () => ran
  }

  /** Of the last `turns` steps. */
  async results(turns: number): Promise<StepResults> {
    const read = (name: string) => this.executable.read(name)
    const [losses, gradientNorms] = [await read('loss'), await read('gradientNorm')]
    // as the program itself decides whether to change its states
    const failing = losses.findIndex((loss, i) => !(Math.abs(loss) < LARGEST_FINITE && gradientNorms[i] < LARGEST_FINITE)) // prettier-ignore
    const shown = this.#hasShown ? await read('shown') : losses
    const parts = new Map<string, Float64Array>()
    for (const name of this.parts) parts.set(name, await read(partOutput(name)))
    return { losses, gradientNorms, shown, parts, good: failing < 0 ? turns : failing }
  }

  /** Steps have changed the weights. Until this is said, `weights` are those from before them. */
  changed(): void {
    this.#weights = null
    this.#version++
  }

  async states(): Promise<Pick<StepStates, 'theta' | 'm' | 'v' | 'ema'>> {
    const read = (name: string) => this.executable.read(name)
    return {
      theta: await read('theta'),
      m: await read('m'),
      v: await read('v'),
      ema: this.hasAverage ? await read('ema') : null,
    }
  }

  writeStates(state: StepStates): void {
    this.#write('theta', state.theta)
    this.pairing?.setTheta(state.theta)
    this.#write('m', state.m)
    this.#write('v', state.v)
    if (this.hasAverage) this.#write('ema', state.ema ?? state.theta)
    this.#write('good', state.ema ?? state.theta)
    this.#write('step', [state.step])
    this.#write('count', [state.count])
    for (const [input, since] of joinInputs(this.stretches, state.joined)) this.#write(input, [since])
    this.changed()
  }

  /** Puts these weights in place of the present ones and of their average. */
  show(theta: Float64Array): void {
    this.#write('theta', theta)
    if (this.hasAverage) this.#write('ema', theta)
    this.changed()
    this.#weights = Promise.resolve(theta)
  }

  /** After a step that failed: back to the newest weights of which a finite loss is known. Answers those that failed. */
  async goBack(): Promise<Float64Array> {
    const theta = await this.executable.read('theta')
    this.show(await this.executable.read('good'))
    this.#write('failed', [0])
    return theta
  }

  dispose(): void {
    this.executable.dispose()
    this.pairing?.dispose()
  }

  #write(name: string, values: ArrayLike<number>): void {
    this.executable.write(name, values)
  }
}
