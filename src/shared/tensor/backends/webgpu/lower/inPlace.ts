import type { KeptValues } from '../plan/keptValues'
import { writesOf, type MapUnit, type Phase, type Unit } from '../plan/units'
import type { Cell } from '../wgsl/cell'

interface Placed {
  readonly unit: Unit
  /** The number of its level, and its step there. */
  readonly level: number
  readonly step: number
}

/** What a program does, and the copies of new values to the inputs that they replace, which come after all else. */
interface Moved {
  readonly phases: readonly Phase[]
  readonly moves: readonly MapUnit[]
}

/**
 * Writes new values to the places of the inputs that they replace, rather than moving them there at the end, where all
 * that read the old value have done so before, or read it at that very element. Cells of `outputs` stay their own.
 */
export function writtenInPlace({ phases, moves }: Moved, kept: KeptValues, outputs: ReadonlySet<Cell>): Moved {
  const placed = phases
    .flatMap((phase) => phase.levels)
    .flatMap(({ steps }, level) =>
      steps.flatMap(({ units }, step) => units.map((unit): Placed => ({ unit, level, step }))),
    )
  const taken = new Map<Cell, Cell>()
  const left = moves.filter((move) => {
    const from = kept.cells.get(move.node)
    if (move.from || !from || outputs.has(from) || taken.has(from) || !canStand(from, move.cell)) return true
    const [writer, ...others] = placed.filter(({ unit }) => writesOf(unit).includes(from))
    const inLoop = placed.some(({ unit }) => unit.kind === 'loop' && unit.reads.has(from))
    if (!writer || others.length > 0 || inLoop || !isDoneWith(move.cell, writer, placed)) return true
    taken.set(from, move.cell)
    return false
  })
  const instead = (cell: Cell): Cell => taken.get(cell) ?? cell
  for (const [node, cell] of kept.cells) kept.cells.set(node, instead(cell))
  const renamed = <U extends Unit>(unit: U): U => {
    if (unit.kind === 'loop') return unit
    const reads = new Map<Cell, boolean>()
    for (const [cell, own] of unit.reads) reads.set(instead(cell), own && (reads.get(instead(cell)) ?? true))
    return { ...unit, cell: instead(unit.cell), reads }
  }
  return {
    phases: phases.map(({ byRows, levels }) => ({
      byRows,
      levels: levels.map(({ steps }) => ({
        steps: steps.map(({ domain, units }) => ({ domain, units: units.map(renamed) })),
      })),
    })),
    moves: left.map(renamed),
  }
}

/** Whether an input's place can hold a value while it is computed. */
const canStand = (from: Cell, to: Cell): boolean =>
  !from.within && from.axis === null && to.axis === null && !to.perTurn && from.dtype === to.dtype

/** Whether nobody wants what is in a cell once a unit has written its element of it. */
function isDoneWith(cell: Cell, { unit, level, step }: Placed, placed: readonly Placed[]): boolean {
  if (unit.kind !== 'map' || !unit.owns || unit.byRows) return false
  return placed.every((other) => {
    const own = other.unit.reads.get(cell)
    if (own === undefined || other.level < level) return true
    return own && other.level === level && other.step === step
  })
}
