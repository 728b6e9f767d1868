import type { Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { LOAD } from '../plan/cost'
import type { Planner } from '../plan/planner'
import { allUnits, writesOf, type Unit } from '../plan/units'
import type { Cell } from '../wgsl/cell'
import type { Dispatch } from './dispatches'
import { SOON } from './places'

/** What costs no more than so many additions is computed again where it is read far from where it was computed. */
const AGAIN = 4 * LOAD

/** What far steps have instead of a value that stays in the tile: a copy in the device's memory, or null where they compute it. */
export type Far = ReadonlyMap<Node, Cell | null>

export interface Split {
  readonly dispatches: readonly Dispatch[]
  /** What the steps of a level are far from. */
  readonly farAt: (dispatch: number, level: number) => Far
}

interface Placed {
  unit: Unit
  readonly dispatch: number
  readonly level: number
  readonly step: number
}

interface Kept {
  readonly node: Node
  readonly writer: Placed
  readonly instead: Cell | null
}

const isNear = (writer: Placed, dispatch: number, level: number): boolean =>
  dispatch === writer.dispatch && level - writer.level <= SOON

const isBefore = (a: Placed, b: Placed): boolean =>
  a.dispatch < b.dispatch || (a.dispatch === b.dispatch && a.level < b.level)

/**
 * Lets values of rows stay in the tile for the steps that come soon after, although others read them long afterwards, as
 * the way back and the sums over the rows do: for these there is a copy, or they compute it again. `lasting` stay whole.
 */
export function splitFar(given: readonly Dispatch[], planner: Planner, lasting: ReadonlySet<Cell>): Split {
  const placed = given.flatMap(({ levels }, dispatch) =>
    levels.flatMap(({ steps }, level) =>
      steps.flatMap(({ units }, step) => units.map((unit): Placed => ({ unit, dispatch, level, step }))),
    ),
  )
  const fixed = new Set([...lasting, ...inLoops(placed)])
  const writers = new Map<Cell, Placed[]>()
  for (const each of placed)
    for (const cell of writesOf(each.unit)) writers.set(cell, [...(writers.get(cell) ?? []), each])
  const isReadFar = (cell: Cell): boolean => {
    const [writer] = writers.get(cell) ?? []
    return (
      !writer || placed.some(({ unit, dispatch, level }) => unit.reads.has(cell) && !isNear(writer, dispatch, level))
    )
  }
  const isStill = (cell: Cell, writer: Placed, far: readonly Placed[]): boolean =>
    (writers.get(cell) ?? []).every(
      (other) => !isBefore(writer, other) || far.every((reader) => isBefore(reader, other)),
    )
  const kept: Kept[] = []
  for (const writer of [...placed].reverse()) {
    const { unit, dispatch } = writer
    if (unit.kind !== 'map' || !unit.owns || given[dispatch].kind !== 'rows') continue
    const { cell, node } = unit
    if (cell.axis === null || cell.within || fixed.has(cell) || writers.get(cell)!.length > 1) continue
    const readers = placed.filter((each) => each.unit.reads.has(cell))
    const far = readers.filter((each) => !isNear(writer, each.dispatch, each.level))
    const isReadSoon = readers.some((each) => !far.includes(each) && each.level > writer.level)
    if (far.length === 0 || !isReadSoon) continue
    const sources = planner.reads(node.inputs.map((input) => [input, false]))
    const areThere = [...sources.keys()].every((source) => isStill(source, writer, far))
    const isAgain = areThere && isCheap(planner, node, sources, isReadFar)
    const instead = isAgain ? null : planner.kept.cell('copy', cell.shape, cell.axis, cell.dtype)
    if (instead) placed.splice(placed.indexOf(writer) + 1, 0, { ...writer, unit: planner.copy(node, instead) })
    for (const each of far) {
      const others = [...each.unit.reads].filter(([read]) => read !== cell)
      each.unit = { ...each.unit, reads: new Map([...(instead ? [[instead, false] as const] : sources), ...others]) }
    }
    kept.push({ node, writer, instead })
  }
  const dispatches = given.map(({ kind, levels }, dispatch) => ({
    kind,
    levels: levels.map(({ steps }, level) => ({
      steps: steps.map(({ domain }, step) => ({
        domain,
        units: placed
          .filter((each) => each.dispatch === dispatch && each.level === level && each.step === step)
          .map(({ unit }) => unit),
      })),
    })),
  }))
  const farAt = (dispatch: number, level: number): Far =>
    new Map(
      kept
        .filter(({ writer }) => !isNear(writer, dispatch, level))
        .map(({ node, instead }) => [node, instead] as const),
    )
  return { dispatches, farAt }
}

/** The same where all values are where they were computed. */
export const unsplit = (dispatches: readonly Dispatch[]): Split => ({ dispatches, farAt: () => new Map() })

/** All that loops read and write: their turns are planned by themselves. */
const inLoops = (placed: readonly Placed[]): readonly Cell[] =>
  placed
    .filter(({ unit }) => unit.kind === 'loop')
    .flatMap(({ unit }) => allUnits([{ steps: [{ domain: null, units: [unit] }] }]))
    .flatMap((unit) => [...writesOf(unit), ...unit.reads.keys()])

/** Whether a value is as well computed again, from fewer numbers of each row that are not kept for far steps anyway. */
function isCheap(
  planner: Planner,
  node: Node,
  sources: ReadonlyMap<Cell, boolean>,
  isKept: (cell: Cell) => boolean,
): boolean {
  const ofRows = [...sources.keys()].filter((cell) => cell.axis !== null && !isKept(cell))
  const numbers = ofRows.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return planner.kept.costs.get(node)! <= AGAIN && numbers < sizeOf(node.shape)
}
