import type { Random } from '../../math/random'
import type { DrawRows } from '../data'
import type { Units } from '../units'
import type { Batches, BatchState, FreshState } from './batches'

/** Batches of rows that were never seen before and never come again. */
export class FreshBatches implements Batches {
  readonly #batch: Float32Array

  /** `draw` gives rows in natural units. */
  constructor(
    private readonly draw: DrawRows,
    private readonly units: Units,
    readonly size: number,
    private readonly random: Random,
  ) {
    this.#batch = new Float32Array(size * units.dims)
  }

  next(): Float32Array {
    const { dims, mean, scale } = this.units
    const rows = this.draw(this.size, this.random)
    for (let i = 0; i < rows.length; i += dims)
      for (let d = 0; d < dims; d++) this.#batch[i + d] = (rows[i + d] - mean[d]) / scale[d]
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
