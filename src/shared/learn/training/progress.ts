import type { TrainingSettings } from '../../document/schema'
import type { StepResults } from './compiledStep'
import { History, type HistorySlice } from './history'
import { likelihood, likelihoodShare, ROWS_PART, type Aim } from './objectives'
import type { Best, EditMark, FinishReason, TrainerState } from './state'
import type { Validated, WeighedValidation } from './validation'

export interface ProgressOptions {
  readonly settings: Pick<TrainingSettings, 'steps' | 'validateEvery' | 'patience'>
  /** Mean ln|det ∂x/∂u| of the training rows, which the rows' NLL has more in natural units. */
  readonly logVolume: number
  readonly aim?: Aim
  /** Milliseconds, from whenever: steps are timed by it where there is one. */
  readonly now?: () => number
}

/** How far a run has come: its steps, its curves, its best validation, and whether it is over. */
export class Progress {
  #step = 0
  #count = 0
  #best: Best | null = null
  #keptStep: number | null = null
  #sinceBest = 0
  #weighed: WeighedValidation | null = null
  #reached = false
  #history: History
  #edits: readonly EditMark[] = []
  /** Seconds of training so far. */
  #seconds = 0

  constructor(
    private readonly options: ProgressOptions,
    /** What the loss is the sum of, by name. */
    private readonly parts: readonly string[],
  ) {
    this.#history = this.#newHistory()
  }

  #newHistory(start?: HistorySlice): History {
    return new History(start, this.parts, this.options.now !== undefined)
  }

  /** Steps taken. */
  get step(): number {
    return this.#step
  }
  get best(): Best | null {
    return this.#best
  }
  /** The step of the weights where the run stands, if that is not its own: of the best, to which it went back. */
  get keptStep(): number | null {
    return this.#keptStep
  }
  /** What the draws of the last validation told; null before, and where the objective takes none. */
  get weighed(): WeighedValidation | null {
    return this.#weighed
  }
  get history(): History {
    return this.#history
  }
  /** Where the run's document was edited, oldest first. */
  get edits(): readonly EditMark[] {
    return this.#edits
  }

  /** Begins anew at a step; Adam's moments are empty. */
  begin(step: number): void {
    this.#step = step
    this.#count = 0
    this.#best = null
    this.#keptStep = null
    this.#sinceBest = 0
    this.#weighed = null
    this.#reached = false
    this.#history = this.#newHistory()
    this.#seconds = 0
    this.#edits = []
  }

  restore(state: ReturnType<Progress['state']>): void {
    this.#step = state.step
    this.#count = state.count
    this.#best = state.best
    this.#keptStep = state.keptStep ?? null
    this.#sinceBest = state.sinceBest
    this.#weighed = state.weighed ?? null
    this.#reached = false
    this.#history = this.#newHistory(state.history)
    this.#seconds = lastFinite(state.history.seconds)
    this.#edits = state.edits
  }

  state(): Pick<TrainerState, 'step' | 'count' | 'best' | 'keptStep' | 'sinceBest' | 'weighed' | 'history' | 'edits'> {
    return {
      step: this.#step,
      count: this.#count,
      best: this.#best,
      ...(this.#keptStep !== null && { keptStep: this.#keptStep }),
      sinceBest: this.#sinceBest,
      ...(this.#weighed && { weighed: this.#weighed }),
      history: this.#history.since(),
      edits: this.#edits,
    }
  }

  /** Steps until a validation or the end is due. */
  get stepsToNext(): number {
    const { steps, validateEvery } = this.options.settings
    return Math.min(steps - this.#step, validateEvery - (this.#step % validateEvery))
  }

  /** Whether a validation is due after the steps taken. */
  get validates(): boolean {
    const { steps, validateEvery } = this.options.settings
    return this.#step >= steps || this.#step % validateEvery === 0
  }

  /** Steps were taken, in so many seconds; those that went well count. */
  took({ good, shown, gradientNorms, parts }: StepResults, seconds: number): void {
    const { logVolume, aim = likelihood } = this.options
    const volume = likelihoodShare(aim.objective) * logVolume
    for (let i = 0; i < good; i++) {
      this.#history.steps.push(this.#step + i + 1)
      this.#history.trainLoss.push(shown[i] + volume)
      this.#history.gradientNorm.push(gradientNorms[i])
      this.#history.seconds?.push(this.#seconds + (seconds * (i + 1)) / good)
    }
    this.#seconds += seconds
    for (const [name, values] of parts) {
      const shift = name === ROWS_PART ? volume : 0
      for (let i = 0; i < good; i++) this.#history.parts.get(name)!.push(values[i] + shift)
    }
    this.#step += good
    if (good > 0) this.#keptStep = null
    this.#count += good
  }

  /** These weights were validated, in so many seconds. */
  validated(theta: Float64Array, { loss, reached, weights }: Validated, seconds: number): void {
    this.#seconds += seconds
    this.#weighed = weights ?? null
    this.#history.validationSteps.push(this.#step)
    this.#history.validationLoss.push(loss)
    this.#reached = reached
    this.#sinceBest++
    if (!(loss < (this.#best?.nll ?? Infinity))) return // a validation that is not finite is never the best
    this.#best = { step: this.#step, nll: loss, theta }
    this.#sinceBest = 0
  }

  /** Why the run is over; null while it is not. */
  get finishReason(): FinishReason | null {
    const { steps, patience } = this.options.settings
    if (this.#reached) return 'target'
    if (this.#step >= steps) return 'steps'
    return patience !== null && this.#sinceBest >= patience ? 'early-stopping' : null
  }

  /** The weights of the best validation, from which the run then stands; null where early stopping does not ask for them. */
  backToBest(): Float64Array | null {
    if (this.options.settings.patience === null || !this.#best || this.#reached) return null
    this.#sinceBest = 0
    this.#keptStep = this.#best.step === this.#step ? null : this.#best.step
    return this.#best.theta
  }
}

/** The newest time of a run's steps, in seconds; 0 where none was timed. */
const lastFinite = (seconds?: Float64Array): number => seconds?.findLast(Number.isFinite) ?? 0
