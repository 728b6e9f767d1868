/** Numbers appended one at a time, kept in one growing array. */
export class Column {
  #values: Float64Array
  #length: number

  constructor(values: ArrayLike<number> = []) {
    this.#values = Float64Array.from(values)
    this.#length = values.length
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(Math.max(256, 2 * this.#length))
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = value
  }

  /** A copy of the entries from `start` on. */
  from(start = 0): Float64Array {
    return this.#values.slice(start, this.#length)
  }
}

/** A stretch of a run's curves. The objective's loss in nats: for maximum likelihood the NLL per row in natural units of the data. */
export interface HistorySlice {
  readonly steps: Float64Array
  readonly trainLoss: Float64Array
  readonly gradientNorm: Float64Array
  /** Seconds of training when each step was done, pauses left out; NaN of steps that nobody timed. Absent where none was. */
  readonly seconds?: Float64Array
  readonly validationSteps: Float64Array
  readonly validationLoss: Float64Array
  /** What each step's loss is the sum of, by name, of the length of `steps`. Absent where it is one thing. */
  readonly parts?: Readonly<Record<string, Float64Array>>
}

/** The curves of a run, one entry a step and one a validation. */
export class History {
  readonly steps: Column
  readonly trainLoss: Column
  readonly gradientNorm: Column
  /** Null where steps are not timed. */
  readonly seconds: Column | null
  readonly validationSteps: Column
  readonly validationLoss: Column
  readonly parts: ReadonlyMap<string, Column>

  /** `parts` names what the losses to come are the sum of; `timed` tells whether their steps are. */
  constructor(start?: HistorySlice, parts: readonly string[] = [], timed = false) {
    this.steps = new Column(start?.steps)
    this.trainLoss = new Column(start?.trainLoss)
    this.gradientNorm = new Column(start?.gradientNorm)
    this.seconds = timed ? new Column(start?.seconds ?? missing(start)) : null
    this.validationSteps = new Column(start?.validationSteps)
    this.validationLoss = new Column(start?.validationLoss)
    this.parts = new Map(parts.map((name) => [name, new Column(start?.parts?.[name] ?? missing(start))]))
  }

  /** Everything from the given numbers of entries on. */
  since(steps = 0, validations = 0): HistorySlice {
    return {
      steps: this.steps.from(steps),
      trainLoss: this.trainLoss.from(steps),
      gradientNorm: this.gradientNorm.from(steps),
      ...(this.seconds && { seconds: this.seconds.from(steps) }),
      validationSteps: this.validationSteps.from(validations),
      validationLoss: this.validationLoss.from(validations),
      ...(this.parts.size > 0 && {
        parts: Object.fromEntries([...this.parts].map(([name, column]) => [name, column.from(steps)])),
      }),
    }
  }
}

/** Of steps taken before their parts, or their times, were kept. */
const missing = (start?: HistorySlice): Float64Array => new Float64Array(start?.steps.length ?? 0).fill(NaN)
