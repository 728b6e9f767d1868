import { sizeOf } from '../../../ir/shape'
import { planArena, type Lifetime } from '../../arena'
import type { Tiling } from '../plan/planner'
import { allUnits, writesOf, type Level } from '../plan/units'
import type { Cell, Place } from '../wgsl/cell'
import type { Dispatch } from './dispatches'

/** Bytes of a number. */
export const BYTES = 4

/** Numbers that the dispatches of one turn read and write in the device's memory, each once for each dispatch, by what they are. */
export interface Traffic {
  /** Inputs and outputs, parameters and the optimiser's state among them. */
  readonly lasting: number
  /** What rows keep for later dispatches, or for the way back. */
  readonly ofRows: number
  /** Parts of sums. */
  readonly parts: number
  /** What has no rows, as gradients and copies of weights. */
  readonly others: number
}

export interface Places {
  readonly places: ReadonlyMap<Cell, Place>
  /** Numbers in the device's memory. */
  readonly size: number
  readonly traffic: Traffic
  /** Numbers of each dispatch's tiles in a workgroup's memory. */
  readonly tileSizes: readonly number[]
}

const rootOf = (cell: Cell): Cell => (cell.within ? rootOf(cell.within.cell) : cell)

/** From the first writing to the last reading. */
type Span = readonly [first: number, last: number]

function widen(spans: Map<Cell, Span>, cell: Cell, at: number): void {
  const known = spans.get(cell)
  spans.set(cell, known ? [known[0], at] : [at, at])
}

function cellsOf(levels: readonly Level[]): readonly Cell[] {
  return allUnits(levels)
    .flatMap((unit) => [...writesOf(unit), ...unit.reads.keys()])
    .map(rootOf)
}

/**
 * Gives every cell a place. `lasting` cells, as inputs, keep theirs from run to run; `lengths` tells how many turns have
 * values of their own.
 */
export function placeCells(
  dispatches: readonly Dispatch[],
  lasting: readonly Cell[],
  { tiling, tileBytes, turns }: { readonly tiling: Tiling; readonly tileBytes: number; readonly turns: number },
): Places {
  const places = new Map<Cell, Place>()
  const spans = new Map<Cell, Span>()
  dispatches.forEach(({ levels }, at) => {
    for (const cell of cellsOf(levels)) widen(spans, cell, at)
  })
  const kept = new Set(lasting)
  const tileSizes = dispatches.map(({ kind, levels }) => {
    if (kind !== 'rows') return 0
    const own = new Map<Cell, Span>()
    levels.forEach((level, at) => {
      for (const cell of cellsOf([level])) {
        const [first, last] = spans.get(cell)!
        if (cell.axis !== null && first === last && !kept.has(cell)) widen(own, cell, at)
      }
    })
    return placeInTile(own, levels.length, places, tiling, tileBytes)
  })
  let size = 0
  for (const cell of lasting) {
    places.set(cell, { space: 'memory', base: size })
    size += sizeOf(cell.shape) * (cell.perTurn ? turns : 1)
  }
  const lives = [...spans].flatMap(([cell, [first, last]]): Lifetime<Cell>[] =>
    places.has(cell) ? [] : [{ key: cell, bytes: sizeOf(cell.shape) * BYTES, first, last }],
  )
  const arena = planArena(lives)
  const start = Math.ceil(size / 16) * 16
  for (const [cell, offset] of arena.offsets) places.set(cell, { space: 'memory', base: start + offset / BYTES })
  const kindOf = (cell: Cell): keyof Traffic => {
    if (kept.has(cell)) return 'lasting'
    return cell.isPart ? 'parts' : cell.axis !== null ? 'ofRows' : 'others'
  }
  const traffic = { lasting: 0, ofRows: 0, parts: 0, others: 0 }
  for (const { levels } of dispatches)
    for (const cell of movedBy(levels))
      if (places.get(rootOf(cell))?.space === 'memory') traffic[kindOf(rootOf(cell))] += sizeOf(cell.shape)
  return { places, size: start + arena.bytes / BYTES, traffic, tileSizes }
}

/** What these levels write, and what they read. */
function movedBy(levels: readonly Level[]): readonly Cell[] {
  const units = allUnits(levels)
  return [...new Set(units.flatMap(writesOf)), ...new Set(units.flatMap(({ reads }) => [...reads.keys()]))]
}

/** What is read later than so many levels after it was written, as what the way back needs, is left to the device's memory. */
export const SOON = 8

/** Gives as many as fit a place in a workgroup's memory; the largest for the longest have to go elsewhere. */
function placeInTile(
  spans: ReadonlyMap<Cell, Span>,
  levels: number,
  places: Map<Cell, Place>,
  tiling: Tiling,
  most: number,
): number {
  const perRow = (cell: Cell) => sizeOf(cell.shape.filter((_, axis) => axis !== cell.axis))
  let lives = [...spans]
    .filter(([, [first, last]]) => last - first <= SOON)
    .map(([cell, [first, last]]): Lifetime<Cell> => ({
      key: cell,
      bytes: tiling.rows * perRow(cell) * BYTES,
      first,
      last,
    }))
  lives.sort((a, b) => a.bytes * (a.last - a.first + 1) - b.bytes * (b.last - b.first + 1))
  const used = new Float64Array(levels)
  lives = lives.filter(({ bytes, first, last }) => {
    if (used.subarray(first, last + 1).some((sum) => sum + bytes > most)) return false
    for (let at = first; at <= last; at++) used[at] += bytes
    return true
  })
  for (let arena = planArena(lives); ; arena = planArena(lives)) {
    if (arena.bytes <= most) {
      for (const [cell, offset] of arena.offsets)
        places.set(cell, { space: 'tile', base: offset / BYTES, perRow: perRow(cell) })
      return arena.bytes / BYTES
    }
    lives = lives.slice(0, Math.floor(lives.length * 0.8))
  }
}
