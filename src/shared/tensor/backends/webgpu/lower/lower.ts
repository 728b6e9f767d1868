import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { unrolledSize, unrollLoops } from '../../../passes/loops'
import { optimise } from '../../../passes/pipeline'
import { analyseBatch, type Extent } from '../../analysis/batchAxis'
import { CannotLoop } from '../../analysis/loops'
import { levelsOf, phasesOf } from '../plan/levels'
import { KeptValues } from '../plan/keptValues'
import { Planner, type Tiling } from '../plan/planner'
import type { MapUnit, Phase } from '../plan/units'
import type { Cell } from '../wgsl/cell'
import { dispatchesOf } from './dispatches'
import { splitFar, unsplit } from './far'
import { writtenInPlace } from './inPlace'
import { rowKernel, smallKernel, wideKernel, type Kernel, type KernelOptions } from './kernel'
import { ProgramMemory } from './memory'
import { placeCells, type Traffic } from './places'

export interface LowerOptions {
  /** The most turns of a run. */
  readonly turns: number
  /** Threads of a workgroup, and bytes that these may share. */
  readonly threads: number
  readonly tileBytes: number
  /** Rows that one thread may take at once. */
  readonly lanes: number
  /** So many tiles of rows keep the device busy; there are more where a tile would have too many rows. */
  readonly tiles: number
  /** Whether steps that are far from a value have a copy of it or compute it again: less traffic, and more to compile. */
  readonly splits: boolean
  /** The most levels of rows in one kernel. */
  readonly levels: number
  /** The most workgroups along one axis of a dispatch. */
  readonly mostGroups: number
}

/** Where an input or an output is in the device's memory, in numbers. */
export interface Location {
  readonly base: number
  readonly size: number
  /** Whether each turn has its own, one after another. */
  readonly perTurn: boolean
}

/** A program as kernels, and what must be in the device's memory. */
export interface Lowered {
  readonly kernels: readonly Kernel[]
  /** The most turns of a run. */
  readonly turns: number
  /** Numbers of the device's memory. */
  readonly size: number
  readonly traffic: Traffic
  readonly inputs: ReadonlyMap<string, Location>
  readonly outputs: ReadonlyMap<string, Location>
  /** The stretch of memory with the outputs that each turn has its own of. */
  readonly records: { readonly base: number; readonly size: number }
  readonly constants: readonly { readonly base: number; readonly values: Float64Array }[]
  readonly tables: Uint32Array<ArrayBuffer>
}

/** Steps of a program whose loops have to be written out: beyond, it takes minutes to compile. */
const MOST_NODES = 20_000

/** Rows of a tile, at least and at most. */
const [LEAST_ROWS, MOST_ROWS] = [4, 32]

/** Compiles an optimised program. Loops that cannot run tile by tile are written out. */
export function lower(program: Program, options: LowerOptions): Lowered {
  try {
    return lowerLoops(program, options)
  } catch (error) {
    if (!(error instanceof CannotLoop)) throw error
    return lower(
      writtenOut(program, (loop) => loop === error.loop),
      options,
    )
  }
}

function writtenOut(program: Program, chosen?: (loop: Node<'loop'>) => boolean): Program {
  const size = unrolledSize(program)
  if (size > MOST_NODES && program.nodes.some((node) => isOp(node, 'loop')))
    throw new Error(
      `"${program.name}" has ${size} steps with its loops written out, more than the ${MOST_NODES} that webgpu takes. Use the wasm backend, or fewer steps of the solver.`,
    )
  return optimise(unrollLoops(program, chosen))
}

/** Rows in tiles: as few as keep the device busy. */
export function tilingOf(batch: number, most: number): Tiling {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, batch / most)))
  const rows = Math.max(1, Math.min(batch, Math.max(LEAST_ROWS, Math.min(MOST_ROWS, wanted))))
  return { batch, rows, tiles: Math.ceil(batch / rows) }
}

function lowerLoops(given: Program, options: LowerOptions): Lowered {
  const found = analyseBatch(given)
  const program = found ? given : writtenOut(given)
  const extents = found?.extents ?? new Map<Node, Extent>()
  const tiling = tilingOf(found?.batch ?? 1, options.tiles)
  const turns = found ? options.turns : 1
  const kept = new KeptValues(extents)
  const planner = new Planner(kept, tiling)
  for (const node of program.inputs) {
    const { name, batched } = node.attributes
    kept.cells.set(node, kept.cell(name, node.shape, kept.axisOf(node), 'float', { perTurn: batched && turns > 1 }))
  }
  const isLeaf = (node: Node) => isOp(node, 'input') || isOp(node, 'constant')
  const results = [...program.outputs, ...program.updates].map(({ node }) => node)
  const units = planner.unitsOf(program, new Set(results.filter((node) => !isLeaf(node))))
  const ending = endOf(program, planner, turns)
  const { phases, moves } = writtenInPlace(
    { phases: [...phasesOf(units), phaseOf(ending.aside)], moves: ending.moves },
    kept,
    new Set(ending.outputs.values()),
  )
  const inputs = program.inputs.map((node) => kept.cells.get(node)!)
  const lasting = [...inputs, ...ending.outputs.values()]
  const whole = dispatchesOf([...phases, phaseOf(moves)], options.levels)
  const { dispatches, farAt } = options.splits ? splitFar(whole, planner, new Set(lasting)) : unsplit(whole)
  const { places, size, traffic, tileSizes } = placeCells(dispatches, [...new Set(lasting)], {
    tiling,
    tileBytes: options.tileBytes,
    turns,
  })
  const memory = new ProgramMemory(kept, places, size)
  const kernels = dispatches.map(({ kind, levels }, i): Kernel => {
    const with_: KernelOptions = {
      memory,
      memoryAt: (level) => memory.from(farAt(i, level)),
      tiling,
      threads: options.threads,
      lanes: options.lanes,
      mostGroups: options.mostGroups,
      tileSize: tileSizes[i],
    }
    if (kind === 'rows') return rowKernel(levels, with_)
    return kind === 'small' ? smallKernel(levels, with_) : wideKernel(levels[0], with_)
  })
  const location = (cell: Cell): Location => ({
    base: memory.baseOf(cell),
    size: sizeOf(cell.shape),
    perTurn: cell.perTurn === true,
  })
  const recorded = [...ending.outputs.values()].filter(({ perTurn }) => perTurn)
  const first = recorded.length > 0 ? memory.baseOf(recorded[0]) : 0
  return {
    kernels,
    turns,
    size: memory.size,
    traffic,
    inputs: new Map(program.inputs.map((node) => [node.attributes.name, location(kept.cells.get(node)!)])),
    outputs: new Map([...ending.outputs].map(([name, cell]) => [name, location(cell)])),
    records: { base: first, size: recorded.reduce((sum, cell) => sum + sizeOf(cell.shape) * turns, 0) },
    constants: memory.constants,
    tables: memory.tables,
  }
}

/** Longer outputs of one turn are left where they are until somebody reads them. */
const MOST_COPIED = 4096

interface Ending {
  /** Copies of outputs, and of what else would be overwritten, and then those to the inputs that take new values. */
  readonly aside: readonly MapUnit[]
  readonly moves: readonly MapUnit[]
  /** Where each output is, those of each turn first. */
  readonly outputs: ReadonlyMap<string, Cell>
}

/** What comes after all else: outputs are put aside, and inputs take their new values. */
function endOf(program: Program, planner: Planner, turns: number): Ending {
  const { kept } = planner
  const [aside, moves]: [MapUnit[], MapUnit[]] = [[], []]
  const outputs = new Map<string, Cell>()
  const later = new Map<string, Cell>()
  for (const { name, node } of program.outputs) {
    const perTurn = kept.axisOf(node) === null && (turns > 1 || sizeOf(node.shape) <= MOST_COPIED)
    const isOwn = isOp(node, 'input') || isOp(node, 'constant')
    const own = kept.cells.get(node)
    if (!perTurn && !isOwn) {
      later.set(name, own!)
      continue
    }
    const cell = kept.cell(name, node.shape, null, node.dtype, { perTurn })
    ;(perTurn ? outputs : later).set(name, cell)
    aside.push(planner.copy(node, cell, [], null))
  }
  for (const { name, node } of program.updates) {
    const input = program.inputs.find(({ attributes }) => attributes.name === name)!
    if (input === node) continue
    const to = kept.cells.get(input)!
    const isOwn = isOp(node, 'input') || isOp(node, 'constant')
    if (!isOwn) {
      moves.push(planner.copy(node, to, [], null))
      continue
    }
    const held = kept.cell('held', node.shape, null)
    aside.push(planner.copy(node, held, [], null))
    moves.push({ ...planner.copy(node, to, [], null), from: held, reads: new Map([[held, true]]) })
  }
  return { aside, moves, outputs: new Map([...outputs, ...later]) }
}

const phaseOf = (units: readonly MapUnit[]): Phase => ({ byRows: false, levels: [...levelsOf(units)] })
