import type { Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Lanes } from '../lanes'

/** Where a vector or a number lies in memory: hand both to `Lanes.load`, `loadSplat` or `store`. */
export interface Operand {
  readonly address: Expression
  /** Bytes past the address. */
  readonly offset: number
}

/**
 * Where a product's vector is: everything a fused tail needs to find operands at the same place. Pointers are numbered
 * from 0 in the order in which the product's function takes them.
 */
export interface TailPlace {
  readonly f: FunctionBuilder
  readonly lanes: Lanes
  /** The product's value for this feature and these rows: a variable, so it may be read more than once. */
  readonly value: Expression
  /** The pointer's vector at this feature and these rows; features are T rows apart. */
  batched(pointer: number): Operand
  /** The pointer's number for this feature, the same for all rows: [N], row-major, as a bias is. */
  perFeature(pointer: number): Operand
  /** The pointer's vector at these rows, the same for all features: [B, 1]. */
  perRow(pointer: number): Operand
  /** The pointer's single number. */
  shared(pointer: number): Operand
}

/**
 * What becomes of a product's vectors instead of a plain store: bias, activation, a mask of the backward pass. Fused
 * into the product's function, it spares a pass over memory.
 */
export interface Tail {
  /** i32 addresses that the product's function takes for the tail. */
  readonly pointers: number
  /** Loads, computes and stores one vector. Called once per vector of a register tile: the code should stay small. */
  write(place: TailPlace): void
}

/** Stores the product at pointer 0. */
export const plainTail: Tail = {
  pointers: 1,
  write: ({ f, lanes, value, batched }) => {
    const { address, offset } = batched(0)
    lanes.store(f, address, value, offset)
  },
}
