import type { Batches, BatchState } from './batches'

interface Drawn {
  /** The sequence before it. */
  readonly before: BatchState
  /** Row-major [size, D]. */
  readonly rows: Float32Array
}

/** A sequence of batches of which some are drawn before they are wanted, and the last ones can be given back. */
export class BatchQueue {
  #ahead: Drawn[] = []
  #taken: readonly Drawn[] = []

  constructor(private readonly batches: Batches) {}

  /** Draws as many as are missing, so that so many can be taken at once. */
  prepare(count: number): void {
    while (this.#ahead.length < count) {
      const before = this.batches.state()
      this.#ahead.push({ before, rows: this.batches.next().slice() })
    }
  }

  /** The next batches, one after another. */
  take(count: number): Float32Array {
    this.prepare(count)
    this.#taken = this.#ahead.splice(0, count)
    const [{ rows: first }] = this.#taken
    const all = new Float32Array(count * first.length)
    this.#taken.forEach(({ rows }, i) => {
      all.set(rows, i * first.length)
    })
    return all
  }

  /** One of those last taken; the ones after it were not taken, then. */
  backTo(index: number): Float32Array {
    const { rows } = this.#taken[index]
    this.restore(this.#taken.at(index + 1)?.before ?? this.state())
    return rows
  }

  /** Where the sequence stands after what was taken. */
  state(): BatchState {
    return this.#ahead.at(0)?.before ?? this.batches.state()
  }

  /** Goes on from a state of a sequence made in the same way. */
  restore(state: BatchState): void {
    this.#ahead = []
    this.#taken = []
    this.batches.restore(state)
  }
}
