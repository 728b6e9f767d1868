import type { RandomState } from '../../math/random'

/** An endless sequence of training batches in the flow's units; the same generator gives the same sequence. */
export interface Batches {
  /** Rows per batch. */
  readonly size: number
  /** The next batch, row-major [size, D]. The array is used again for the one after it. */
  next(): Float32Array
  state(): BatchState
  /** Goes on from a state of a sequence made in the same way. */
  restore(state: BatchState): void
}

/** Where a sequence of batches stands; plain JSON. */
export type BatchState = TableState | FreshState

export interface TableState {
  readonly kind: 'table'
  /** The generator before it drew the present epoch's order. */
  readonly epoch: RandomState
  /** Rows of the present epoch already handed out. */
  readonly position: number
}

export interface FreshState {
  readonly kind: 'fresh'
  /** The generator before it draws the next batch. */
  readonly random: RandomState
}
