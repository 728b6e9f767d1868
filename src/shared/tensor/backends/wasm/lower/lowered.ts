import type { Lanes } from '../lanes'
import type { RowPlace } from './layout'

export interface LowerOptions {
  readonly lanes: Lanes
  /** The most threads that will run it. */
  readonly threads: number
  /** Rows of a tile that suit the cache; a multiple of two vectors. */
  readonly tile: number
  /** The most turns of a run. */
  readonly turns: number
  readonly shared: boolean
}

/** Where an input or output is: numbers in a row, or rows in tiles of [elements][T]. */
export type Location =
  | {
      readonly kind: 'uniform'
      readonly address: number
      readonly shape: readonly number[]
      readonly mask: boolean
      /** Where the values of each turn of a run are kept, one after another. */
      readonly record?: number
    }
  | {
      readonly kind: 'rows'
      readonly place: RowPlace & { kind: 'kept' }
      readonly shape: readonly number[]
      readonly axis: number
      readonly mask: boolean
    }

/** A program as a module, and what must be in its memory. */
export interface Lowered {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Bytes of memory. */
  readonly memory: number
  /** The most threads that may run it: fewer may. */
  readonly threads: number
  /** The most turns of a run, and the phases of one; see `beginRun`. */
  readonly turns: number
  readonly phases: number
  /** Where the memory of its threads ends: what lies before it no one else may write. */
  readonly begin: number
  /** The rows of a whole run, with padding, and what the rows of a run in part are a multiple of. */
  readonly rows: { readonly most: number; readonly step: number }
  readonly tile: number
  readonly stride: number
  readonly inputs: ReadonlyMap<string, Location>
  readonly outputs: ReadonlyMap<string, Location>
  /** Numbers to be written before the first run. */
  readonly constants: readonly {
    readonly address: number
    readonly values: ArrayLike<number>
    readonly mask: boolean
  }[]
  /** 32-bit numbers to be written before the first run. */
  readonly tables: readonly { readonly address: number; readonly values: readonly number[] }[]
}
