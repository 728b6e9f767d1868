import type { Issue } from '../document/issue'
import type { FlowDocument } from '../document/schema'
import type { FinishReason, StepOutcome } from '../learn/training/state'
import type { Trainer } from '../learn/training/trainer'
import type { EngineEvent, RunState, RunStatus, TestScore } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { explainFailure } from './explain'
import type { EngineHost } from './host'
import type { Snapshots } from './snapshots'

/** Milliseconds of steps before others have their turn. */
const SLICE_MS = 8
/** Milliseconds of steps that are given to the machine at once, so that its threads need wait for nobody meanwhile. */
const ORDER_MS = 8
/**
 * Milliseconds between two tellings of a run's state and curve: by itself, and along with a picture, which is drawn
 * anyway. Each has the page write, chart and lay out anew, for which training that has all the cores gives its time.
 */
const NEWS_MS = {
  coresToSpare: { alone: 400, besidePicture: 300 },
  allCores: { alone: 1100, besidePicture: 900 },
} as const
/** Milliseconds that a speed is the mean of. */
const SPEED_MS = 500

export interface RunOptions {
  readonly trainer: Trainer
  /** What is trained, and for how many steps. */
  readonly document: FlowDocument
  readonly host: Pick<EngineHost, 'now' | 'cores'>
  readonly emit: (event: EngineEvent) => void
  /** Where weights are kept as the run goes on. */
  readonly snapshots: Snapshots
  /** Where the same run was when it was left. */
  readonly course?: Course
}

/** What a run was about to do. */
export interface Course {
  readonly state: RunState
  /** The step at which it is to rest. */
  readonly until: number
}

/**
 * The course of a training run: which state it is in, how many steps it may take, and what it says of itself. It takes
 * steps only in `slice`, which the work loop calls.
 */
export class TrainingRun {
  #state: RunState
  #until: number
  /** Of a run that is over, once it is known. */
  #test: TestScore | null = null
  /** Milliseconds that a step has last taken. */
  #stepMs = ORDER_MS
  #sent = { steps: 0, validations: 0, at: -Infinity }
  /** The speed last measured, and the step and moment from which the next is. */
  #speed: { stepsPerSecond: number; step: number; at: number }

  constructor(private readonly options: RunOptions) {
    this.#state = options.course?.state ?? this.#resting()
    this.#until = options.course?.until ?? 0
    this.#speed = { stepsPerSecond: 0, step: options.trainer.step, at: options.host.now() }
    this.#sent.steps = options.trainer.history.steps.length
    this.#sent.validations = options.trainer.history.validationSteps.length
  }

  get training(): boolean {
    return this.#state.kind === 'training'
  }

  /** On which a step runs. */
  get threads(): number {
    return this.options.trainer.threads
  }

  /** Milliseconds that a step has last taken. */
  get stepMs(): number {
    return this.#stepMs
  }

  /** Steps that it is to take yet before it rests. */
  get stepsLeft(): number {
    return Math.min(this.#until, this.options.document.training.steps) - this.options.trainer.step
  }

  get status(): RunStatus {
    const { trainer, document } = this.options
    const { steps } = document.training
    const { best, keptStep, step, seed, weighed, edits } = trainer
    return {
      state: this.#state,
      step,
      steps,
      stepsPerSecond: this.training ? this.#speed.stepsPerSecond : 0,
      best: best && { step: best.step, nll: best.nll },
      ...(keptStep !== null && { keptStep }),
      ...(weighed && { weighed }),
      ...(this.#test && { test: this.#test }),
      seed,
      ...(edits.length > 0 && { edits }),
    }
  }

  /** Says what was not said yet, for another to go on from here. No step may be under way. */
  leave(): Course {
    this.#flush()
    return { state: this.#state, until: this.#until }
  }

  /** As `leave`, for the same run after an edit, with other `steps`; undefined where it rests. It may stand at another step. */
  leaveFor(steps: number, step: number): Course | undefined {
    const { state, until } = this.leave()
    if (state.kind !== 'training' || step >= steps) return undefined
    return {
      state,
      until: until >= this.options.document.training.steps ? Infinity : step + until - this.options.trainer.step,
    }
  }

  /** Trains `count` steps, then pauses; to the end by itself. Throws `RpcFailure` when the run is over. */
  start(count = Infinity): void {
    if (this.#state.kind === 'finished')
      throw new RpcFailure('This run is over. Reset it to train again, or raise its number of steps.')
    if (this.#state.kind === 'failed')
      throw new RpcFailure(`This run has failed: ${this.#state.issue.message} Change the document or reset the run.`)
    this.#until = Math.min(this.options.document.training.steps, this.options.trainer.step + count)
    if (!this.training)
      this.#speed = { stepsPerSecond: 0, step: this.options.trainer.step, at: this.options.host.now() }
    this.#become({ kind: 'training' })
  }

  pause(): void {
    if (this.training) this.#become({ kind: 'paused' })
  }

  /** Ends the run; the caller then lets the step under way finish and calls `settle`. */
  stop(): void {
    if (this.#state.kind === 'training' || this.#state.kind === 'paused')
      this.#become({ kind: 'finished', reason: 'stopped' })
  }

  /** Ends the run with what went wrong. */
  fail(issue: Issue): void {
    this.#become({ kind: 'failed', issue })
  }

  /** It is over, and what it scores on the test rows is known. */
  judged(test: TestScore): void {
    this.#test = test
    this.#tell()
  }

  /** Brings the weights and everything said in line with a state that was entered while a step was under way. */
  settle(): void {
    if (this.#state.kind === 'finished') this.options.trainer.restoreBest()
    this.#tell()
  }

  /** Back to step 0. No step may be under way. */
  reset(seed: number): void {
    this.options.trainer.reset(seed)
    this.#sent = { ...this.#sent, steps: 0, validations: 0 }
    this.#become(this.#resting())
  }

  /** Takes steps for a moment. */
  async slice(): Promise<void> {
    const { trainer, host } = this.options
    const started = host.now()
    while (this.training && host.now() - started < SLICE_MS) {
      const [before, from] = [trainer.step, host.now()]
      await this.#took(await trainer.takeSteps(this.#steps()))
      this.#stepMs = (host.now() - from) / Math.max(1, trainer.step - before)
    }
    this.#measure(host.now())
    if (!this.training) this.#tell()
    else this.#tellAfter('alone')
  }

  /** Does other work on this thread, while those that the machine has beside it take steps. */
  async beside(work: () => Promise<void>): Promise<void> {
    if (this.training) await this.#took(await this.options.trainer.takeSteps(this.#steps(), work))
    else await work()
  }

  /** Does what is due after steps. */
  async #took(outcome: StepOutcome): Promise<void> {
    const { trainer, snapshots } = this.options
    if (outcome.kind === 'finished' || (outcome.kind === 'stepped' && trainer.step >= snapshots.next))
      snapshots.keep(trainer.step, await trainer.weights())
    if (outcome.kind === 'failed') this.fail(explainFailure(outcome.failure, this.options.document, trainer.learns))
    else if (outcome.kind === 'finished') this.#finish(outcome.reason)
    else if (this.training && trainer.step >= this.#until) this.#become({ kind: 'paused' })
  }

  /** Steps that are not too many for the machine at once. */
  #steps(): number {
    const { trainer, snapshots } = this.options
    const soon = Math.floor(ORDER_MS / this.#stepMs)
    return Math.min(soon, snapshots.next - trainer.step, this.#until - trainer.step)
  }

  /** A picture was sent: what there is to tell is told with it. */
  pictureSent(): void {
    if (this.training) this.#tellAfter('besidePicture')
  }

  #tellAfter(when: 'alone' | 'besidePicture'): void {
    const { trainer, host } = this.options
    const rest = trainer.threads < host.cores ? NEWS_MS.coresToSpare : NEWS_MS.allCores
    if (host.now() - this.#sent.at >= rest[when]) this.#tell()
  }

  #tell(): void {
    this.#flush()
    this.#sent.at = this.options.host.now()
    const snapshots = this.options.snapshots.news()
    if (snapshots) this.options.emit({ event: 'snapshots', snapshots })
    this.options.emit({ event: 'status', status: this.status }) // last: the screen changes when it comes
  }

  #finish(reason: FinishReason): void {
    this.options.trainer.restoreBest()
    this.#become({ kind: 'finished', reason })
  }

  #become(state: RunState): void {
    this.#state = state
    this.#test = null
    this.#tell()
  }

  #resting(): RunState {
    const { trainer, document } = this.options
    if (trainer.step >= document.training.steps) return { kind: 'finished', reason: 'steps' }
    return { kind: trainer.step === 0 ? 'ready' : 'paused' }
  }

  #measure(now: number): void {
    const { stepsPerSecond, step, at } = this.#speed
    const elapsed = now - at
    if (elapsed < SPEED_MS && stepsPerSecond > 0) return
    this.#speed.stepsPerSecond = elapsed > 0 ? (1000 * (this.options.trainer.step - step)) / elapsed : 0
    if (elapsed >= SPEED_MS) Object.assign(this.#speed, { step: this.options.trainer.step, at: now })
  }

  /** Sends the part of the history that was not sent yet. */
  #flush(): void {
    const { history } = this.options.trainer
    const [steps, validations] = [history.steps.length, history.validationSteps.length]
    if (steps === this.#sent.steps && validations === this.#sent.validations) return
    const metrics = history.since(this.#sent.steps, this.#sent.validations)
    Object.assign(this.#sent, { steps, validations })
    this.options.emit({ event: 'metrics', metrics })
  }
}
