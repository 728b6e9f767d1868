import type { Node } from '../../../ir/program'
import type { Shape } from '../../../ir/shape'
import type { Cell } from '../wgsl/cell'
import type { Int } from '../wgsl/ints'

/**
 * Something to be computed and kept: all elements of a value, by a thread each.
 *
 * `map`: each by itself; `solve`: the columns of a triangular solve; `rowSum`: over the rows of a tile, of a value that is
 * a sum over all of them; `split`: one of several parts of a long sum; `join`: the sum of such parts; `zero`, `noSum`: nothing yet;
 * `loop`: turns over the rows of a tile.
 */
export type Unit = MapUnit | SumUnit | LoopUnit

interface Common {
  /** What it writes; of several the first. */
  readonly cell: Cell
  /** What it reads, and whether only at the element that it computes. */
  readonly reads: ReadonlyMap<Cell, boolean>
  /** Whether a tile of rows has all that it needs to compute its own. */
  readonly byRows: boolean
  /** Units of one domain go over the same elements in the same order; null where it is a step by itself. */
  readonly domain: string | null
}

export interface MapUnit extends Common {
  readonly kind: 'map' | 'solve' | 'zero'
  readonly node: Node
  /** The shape of what it goes over, and the axis of the rows in it. */
  readonly shape: Shape
  readonly axis: number | null
  /** Whether the cell is the node's, rather than a copy. */
  readonly owns: boolean
  /** Where in the cell it writes: in front of an element's place. */
  readonly prefix: readonly Int[]
  /** Of what it is a copy, where that is no node's. */
  readonly from?: Cell
}

export interface SumUnit extends Common {
  readonly kind: 'rowSum' | 'noSum' | 'split' | 'join'
  readonly node: Node
  readonly shape: Shape
  readonly axis: null
  /** Of how many parts the sum is. */
  readonly parts: number
  /** Whether it adds to what is there. */
  readonly adds: boolean
}

export interface LoopUnit extends Common {
  readonly kind: 'loop'
  readonly node: Node<'loop'>
  /** The turn, as a variable. */
  readonly turn: string
  /** All that it writes for others to read. */
  readonly results: readonly Cell[]
  /** Before the first turn. */
  readonly start: readonly Level[]
  /** Done in each turn, and what tells whether the turn may be left out. */
  readonly always: readonly Level[]
  readonly idle: Cell | null
  /** A turn that is taken, and what is done instead where it is not. */
  readonly body: readonly Level[]
  readonly instead: readonly Level[]
}

/** Units that are computed together, element by element. */
export interface Step {
  readonly domain: string | null
  readonly units: Unit[]
}

/** Steps that do not wait for each other. */
export interface Level {
  readonly steps: Step[]
}

/** By tiles of rows, all in one dispatch, or value by value with a dispatch for each level. */
export interface Phase {
  readonly byRows: boolean
  readonly levels: Level[]
}

/** All cells that a unit writes. */
export const writesOf = (unit: Unit): readonly Cell[] => (unit.kind === 'loop' ? unit.results : [unit.cell])

/** The units in levels, those inside loops too. */
export const allUnits = (levels: readonly Level[]): readonly Unit[] =>
  levels.flatMap(({ steps }) => steps.flatMap(({ units }) => units)).flatMap((unit) => [unit, ...innerUnits(unit)])

const innerUnits = (unit: Unit): readonly Unit[] =>
  unit.kind === 'loop' ? allUnits([...unit.start, ...unit.always, ...unit.body, ...unit.instead]) : []
