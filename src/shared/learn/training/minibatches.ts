import type { Random, RandomState } from '../../math/random'
import type { Batches, BatchState, TableState } from './batches'

/**
 * Endless minibatches of a table: the rows in a fresh random order each epoch, so that each epoch meets every row once.
 * A batch that reaches the end of an epoch is filled from the next one's start.
 */
export class Minibatches implements Batches {
  readonly #random: Random
  readonly #batch: Float32Array
  #epoch: RandomState
  #order: Uint32Array
  #position = 0

  /** `rows` is row-major [n, dims] with n ≥ 1; `size` is clipped to n. */
  constructor(
    readonly rows: Float32Array,
    readonly dims: number,
    size: number,
    random: Random,
  ) {
    const count = rows.length / dims
    this.size = Math.min(size, count)
    this.#batch = new Float32Array(this.size * dims)
    this.#random = random
    this.#epoch = random.state()
    this.#order = random.permutation(count)
  }

  readonly size: number

  next(): Float32Array {
    const { dims, rows } = this
    const batch = this.#batch
    for (let i = 0; i < this.size; i++) {
      if (this.#position === this.#order.length) this.#shuffle()
      const row = this.#order[this.#position++] * dims
      for (let d = 0; d < dims; d++) batch[i * dims + d] = rows[row + d]
    }
    return batch
  }

  state(): TableState {
    return { kind: 'table', epoch: this.#epoch, position: this.#position }
  }

  restore(state: BatchState): void {
    if (state.kind !== 'table') throw new Error(`internal: batches of a table cannot go on from ${state.kind} ones`)
    this.#random.restore(state.epoch)
    this.#shuffle()
    this.#position = state.position
  }

  #shuffle(): void {
    this.#epoch = this.#random.state()
    this.#order = this.#random.permutation(this.#order.length)
    this.#position = 0
  }
}
