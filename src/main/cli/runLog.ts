import { entryOf } from '@shared/document/objective'
import type { Objective } from '@shared/document/schema'
import type { EngineEvent, MachineNews, MetricsBatch, RunState } from '@shared/rpc/protocol'
import { Progress } from './progress'
import type { Terminal } from './terminal'

/** What is heard of a run until it ends. */
export class RunLog {
  /** The state in which it is over; where a device failed and the run is to stop for it, resting. */
  readonly ended: Promise<RunState>
  #end!: (state: RunState) => void
  #loss: number | null = null
  #best: number | null = null
  #stoppedBy: string | null = null
  readonly #progress: Progress
  /** Backends that were trained on, or of which it was told that they are not quicker. */
  readonly #told = new Set<string>()
  #batches: readonly MetricsBatch[] = []

  constructor(
    private readonly terminal: Terminal,
    private readonly keepMetrics: boolean,
    private readonly objective: Objective,
  ) {
    this.#progress = new Progress(terminal)
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  /** What the loss is called. */
  get name(): string {
    return entryOf(this.objective).loss
  }

  /** The least loss that a validation has found. */
  get best(): number | null {
    return this.#best
  }

  /** How a device failed, where the run is to stop for it. */
  get stoppedBy(): string | null {
    return this.#stoppedBy
  }

  /** Its curves, in stretches one after the other; none where they are not kept. */
  get curves(): readonly MetricsBatch[] {
    return this.#batches
  }

  hear(event: EngineEvent): void {
    if (event.event === 'machine') this.#hearMachine(event.news)
    else if (event.event === 'metrics') {
      this.#loss = event.metrics.trainLoss.at(-1) ?? this.#loss
      if (this.keepMetrics) this.#batches = [...this.#batches, event.metrics]
    } else if (event.event === 'status') {
      const { state, best } = event.status
      this.#best = best?.nll ?? this.#best
      if (this.#stoppedBy === null && state.kind === 'training')
        this.#progress.show(event.status, this.name, this.#loss)
      if (state.kind !== 'finished' && state.kind !== 'failed') return
      this.#progress.end()
      this.#end(state)
    }
  }

  #hearMachine({ text, loss, backends }: MachineNews): void {
    if (loss !== null) this.#batches = this.#batches.map((batch) => until(batch, loss.backTo))
    if (text === null) {
      this.#tellMeasured(backends)
      return
    }
    this.#progress.end()
    if (loss?.stopped === true) {
      this.#stoppedBy = text
      this.#end({ kind: 'paused' })
    } else this.terminal.err(`${text}\n`)
  }

  /** Of backends that were timed and not taken, each once. */
  #tellMeasured(backends: MachineNews['backends']): void {
    for (const { name, chosen, measured, reason } of backends) {
      if (chosen) this.#told.add(name)
      if (!measured || this.#told.has(name)) continue
      this.#told.add(name)
      this.#progress.end()
      this.terminal.err(`note: ${name}: ${reason}\n`)
    }
  }
}

/** What there was of a batch at a step to which the run has gone back. */
function until(batch: MetricsBatch, step: number): MetricsBatch {
  const count = batch.steps.filter((each) => each <= step).length
  const validations = batch.validationSteps.filter((each) => each <= step).length
  return {
    steps: batch.steps.slice(0, count),
    trainLoss: batch.trainLoss.slice(0, count),
    gradientNorm: batch.gradientNorm.slice(0, count),
    ...(batch.seconds && { seconds: batch.seconds.slice(0, count) }),
    validationSteps: batch.validationSteps.slice(0, validations),
    validationLoss: batch.validationLoss.slice(0, validations),
    ...(batch.parts && {
      parts: Object.fromEntries(Object.entries(batch.parts).map(([name, values]) => [name, values.slice(0, count)])),
    }),
  }
}
