import type { MetricsBatch } from '@shared/rpc/protocol'
import { GrowingColumn } from './growingColumn'

/** Weight of the past in the smoothed curve unless another is chosen: about 30 entries of memory. */
export const MEMORY = 0.97

/**
 * The run's curves, appended in place as metrics arrive. The objective's loss in nats. Not reactive: readers
 * redraw when the store's `historyVersion` changes.
 */
export class RunHistory {
  readonly steps = new GrowingColumn()
  readonly trainLoss = new GrowingColumn()
  /** `trainLoss` under an exponential moving average, freed of its start-up bias. */
  readonly smoothLoss = new GrowingColumn()
  readonly gradientNorm = new GrowingColumn()
  /** Seconds of training when each step was done; NaN of steps that were not timed. */
  readonly seconds = new GrowingColumn()
  readonly validationSteps = new GrowingColumn()
  readonly validationLoss = new GrowingColumn()
  /** What the losses of the steps are sums of, by name; none where they are one thing. */
  readonly parts = new Map<string, GrowingColumn>()
  #memory = MEMORY
  #average = 0
  #weight = 0

  /**
   * Adds a batch. One that begins at or before what is already here (a run that went on from a checkpoint) replaces
   * everything from its first step on.
   */
  append(batch: MetricsBatch): void {
    if (batch.steps.length > 0 && this.steps.last >= batch.steps[0]) this.#rewind(batch.steps[0])
    if (batch.validationSteps.length > 0) {
      const length = this.validationSteps.countBelow(batch.validationSteps[0])
      this.validationSteps.truncate(length)
      this.validationLoss.truncate(length)
    }
    this.steps.append(batch.steps)
    this.trainLoss.append(batch.trainLoss)
    this.gradientNorm.append(batch.gradientNorm)
    this.seconds.append(batch.seconds ?? new Float64Array(batch.steps.length).fill(NaN))
    this.#appendParts(batch)
    this.#smooth()
    this.validationSteps.append(batch.validationSteps)
    this.validationLoss.append(batch.validationLoss)
  }

  /** Smooths by another weight of the past, from 0, which leaves the curve as it is, to below 1. */
  smoothBy(memory: number): void {
    if (memory === this.#memory) return
    this.#memory = memory
    this.#smoothAnew()
  }

  clear(): void {
    this.#rewind(-Infinity)
  }

  /** Forgets every entry at `step` and after. */
  #rewind(step: number): void {
    const kept = this.steps.countBelow(step)
    const parts = this.parts.values()
    for (const column of [this.steps, this.trainLoss, this.gradientNorm, this.seconds, ...parts]) column.truncate(kept)
    if (kept === 0) this.parts.clear()
    const keptValidations = this.validationSteps.countBelow(step)
    this.validationSteps.truncate(keptValidations)
    this.validationLoss.truncate(keptValidations)
    this.#smoothAnew()
  }

  #smoothAnew(): void {
    this.smoothLoss.truncate(0)
    this.#average = 0
    this.#weight = 0
    this.#smooth()
  }

  #appendParts({ steps, parts = {} }: MetricsBatch): void {
    for (const [name, values] of Object.entries(parts)) {
      const column = this.parts.get(name) ?? new GrowingColumn()
      this.parts.set(name, column)
      // of steps before it was told of there is nothing
      column.append(new Float64Array(this.steps.length - steps.length - column.length).fill(NaN))
      column.append(values)
    }
  }

  /** Brings the smoothed curve up to the raw one's length. */
  #smooth(): void {
    const memory = this.#memory
    for (let i = this.smoothLoss.length; i < this.trainLoss.length; i++) {
      const value = this.trainLoss.values[i]
      if (Number.isFinite(value)) {
        this.#average = memory * this.#average + (1 - memory) * value
        this.#weight = memory * this.#weight + (1 - memory)
      }
      this.smoothLoss.push(this.#weight > 0 ? this.#average / this.#weight : NaN)
    }
  }
}
