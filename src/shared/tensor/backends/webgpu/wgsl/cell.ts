import type { Node } from '../../../ir/program'
import type { Shape } from '../../../ir/shape'
import type { DType } from '../../../ir/op'

/** A value that is kept, to be read by what is computed after it. */
export interface Cell {
  readonly name: string
  readonly shape: Shape
  readonly dtype: DType
  /** Along which its rows are, one of which a tile's threads compute; null where it has none. */
  readonly axis: number | null
  /** Another that it is a stretch of. */
  readonly within?: { readonly cell: Cell; readonly offset: number }
  /** Whether it holds parts of a sum, to be joined. */
  readonly isPart?: boolean
  /** Whether each turn of a run has its own, one after another. */
  readonly perTurn?: boolean
}

/** Where a cell is: in the device's memory, row-major, or in a workgroup's, the rows of a tile one after another. */
export type Place =
  | { readonly space: 'memory'; readonly base: number }
  | { readonly space: 'tile'; readonly base: number; readonly perRow: number }

/** What an input of a loop's body stands for: a carry, or a value outside, of which a turn may have an entry of its own. */
export type Binding =
  | { readonly kind: 'carry'; readonly cell: Cell }
  | { readonly kind: 'outer'; readonly node: Node; readonly turn: string | null }
