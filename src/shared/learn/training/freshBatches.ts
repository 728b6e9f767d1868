import type { Random } from '../../math/random'
import type { DrawRows } from '../data'
import type { RowUnits } from '../context'
import type { Batches, BatchState, FreshState } from './batches'

/** Batches of rows that were never seen before and never come again. */
export class FreshBatches implements Batches {
  readonly #batch: Float32Array

  /** `draw` gives rows in natural units. */
  constructor(
    private readonly draw: DrawRows,
    private readonly units: RowUnits,
    readonly size: number,
    private readonly random: Random,
  ) {
    this.#batch = new Float32Array(size * units.width)
  }

  next(): Float32Array {
    this.units.write(this.draw(this.size, this.random), this.#batch)
    return this.#batch
  }

  state(): FreshState {
    return { kind: 'fresh', random: this.random.state() }
  }

  restore(state: BatchState): void {
    if (state.kind !== 'fresh') throw new Error(`internal: fresh batches cannot go on from a ${state.kind}`)
    this.random.restore(state.random)
  }
}
