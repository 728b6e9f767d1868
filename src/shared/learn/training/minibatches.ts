import type { Random, RandomState } from '../../math/random'

/** Where a sequence of minibatches stands; plain JSON. */
export interface MinibatchState {
  /** The generator before it drew the present epoch's order. */
  readonly epoch: RandomState
  /** Rows of the present epoch already handed out. */
  readonly position: number
}

/**
 * Endless minibatches of a table: the rows in a fresh random order each epoch, so that each epoch meets every row once.
 * A batch that reaches the end of an epoch is filled from the next one's start.
 */
export class Minibatches {
  readonly #random: Random
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
    this.#random = random
    this.#epoch = random.state()
    this.#order = random.permutation(count)
  }

  /** Rows per batch. */
  readonly size: number

  /** The next batch, row-major [size, dims]. */
  next(): Float32Array {
    const { dims, rows } = this
    const batch = new Float32Array(this.size * dims)
    for (let i = 0; i < this.size; i++) {
      if (this.#position === this.#order.length) this.#shuffle()
      const row = this.#order[this.#position++] * dims
      for (let d = 0; d < dims; d++) batch[i * dims + d] = rows[row + d]
    }
    return batch
  }

  state(): MinibatchState {
    return { epoch: this.#epoch, position: this.#position }
  }

  restore({ epoch, position }: MinibatchState): void {
    this.#random.restore(epoch)
    this.#shuffle()
    this.#position = position
  }

  #shuffle(): void {
    this.#epoch = this.#random.state()
    this.#order = this.#random.permutation(this.#order.length)
    this.#position = 0
  }
}
