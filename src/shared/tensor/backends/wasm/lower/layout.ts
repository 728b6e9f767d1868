import type { Node, Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type BatchAnalysis, type Extent } from '../../analysis/batchAxis'
import { isConstant, uniformConstant } from '../../analysis/constants'
import { panelBytes, type GradientSizes } from '../kernels/productGradient'
import type { Lanes } from '../lanes'
import { syncBytes } from '../phases'
import { aligned, planArena, type Lifetime } from '../../arena'
import { rowSize } from '../plan/clusters'
import type { GradientProduct, RowUnit, Stage, Unit } from '../plan/units'
import { resolveAlias } from './alias'
import { operandNodes } from './operands'
import { planLoop, unitsOfTurn, type LoopPlaces } from './loopLayout'
import { isRowSum, isRowUnit, readingsOf, sumsBy, writtenBy, type Readings, type Step } from './readings'
import { planCopies, planUpdates, type Copy } from './updates'

/** How the batch is cut into tiles. */
export interface Tiling {
  readonly batch: number
  /** Rows of a tile. */
  readonly tile: number
  /** T: numbers from one element of a row to the next, at least the tile's rows. */
  readonly stride: number
  readonly tiles: number
}

/**
 * A line of the cache more than a tile's rows, where those are many: with a power of two, the numbers of one row, which
 * products read one after the other, would fall into few of the cache's sets and push each other out.
 */
export const strideOf = (tile: number, { bytes }: Lanes): number => (tile * bytes < 128 ? tile : tile + 64 / bytes)

/** Where a value of rows lies: in each thread's scratch, which the next tile overwrites, or kept for all tiles. */
export type RowPlace =
  | { readonly kind: 'scratch'; readonly offset: number }
  | {
      readonly kind: 'kept'
      readonly base: number
      readonly bytesPerTile: number
      /** From the values of one turn of a run to those of the next; 0 for what is not an input. */
      readonly bytesPerTurn: number
    }

/**
 * Sums over rows, side by side, so that one pass adds the parts of the batch: each part's, and where their totals go.
 * The parts are the same whichever thread computes them, and so is the order in which they are added.
 */
export interface SumPlaces {
  readonly total: number
  readonly partial: number
  readonly bytesPerPart: number
}

/** Runs of tiles, each done by one thread. */
export interface Parts {
  readonly count: number
  /** Threads that have places of their own for a part's sums, so that a part can be done by two; 1 where none have. */
  readonly ofThreads: number
}

/**
 * Parts of the batch for each thread. Cores are seldom alike, since other programs run on them too: a thread on a slower
 * one, or one that was held up, leaves to the others what it has not come to.
 */
const PARTS_PER_THREAD = 4
/** Pieces of work on a long array for each thread. */
export const SLICES_PER_THREAD = 2
/**
 * Bytes that the sums of all parts may take together, before they are no longer kept for each thread, and before there
 * are fewer parts, at least one per thread.
 */
const MOST_SUMS = 2 ** 25

/** Addresses in bytes of everything a program keeps. */
export interface Layout {
  readonly tiling: Tiling
  readonly uniform: ReadonlyMap<Node, number>
  readonly rows: ReadonlyMap<Node, RowPlace>
  readonly parts: Parts
  readonly sums: SumPlaces
  readonly scratch: { readonly base: number; readonly bytesPerThread: number }
  /** Where in a thread's scratch a weight gradient finds memory for its own use. */
  readonly panels: ReadonlyMap<Node, number>
  /** Where in a thread's scratch a loop has what its turns compute. */
  readonly loops: ReadonlyMap<Node, { readonly places: LoopPlaces; readonly offset: number }>
  /** Inputs whose values of the last run are kept beside those that they have now. */
  readonly aside: ReadonlyMap<Node, number>
  /** What is moved when all is computed, in order. */
  readonly copies: readonly Copy[]
  /** Where what the threads keep themselves in step with ends, and the program's own values begin. */
  readonly begin: number
  /** Where more memory begins, for tables and the like. */
  readonly end: number
}

export interface LayoutOptions {
  readonly program: Program
  readonly analysis: BatchAnalysis
  readonly stages: readonly Stage[]
  readonly tiling: Tiling
  readonly threads: number
  /** The most turns of a run. */
  readonly turns: number
  readonly lanes: Lanes
}

export const planLayout = (options: LayoutOptions): Layout => new Planner(options).plan()

class Planner {
  readonly #uniform = new Map<Node, number>()
  readonly #rows = new Map<Node, RowPlace>()
  readonly #steps: readonly Step[]
  readonly #readings: Readings
  readonly #extents: ReadonlyMap<Node, Extent>
  /** What the program gives out, and what uniform values among it are the memory of. */
  readonly #results: ReadonlySet<Node>
  readonly #begin: number
  #end: number

  constructor(private readonly options: LayoutOptions) {
    const { program, analysis, stages, threads } = options
    this.#begin = this.#end = syncBytes(threads === 1 ? 0 : threads * Math.max(PARTS_PER_THREAD, SLICES_PER_THREAD))
    this.#extents = analysis.extents
    this.#steps = stages.flatMap(({ units }, stage) => (units as readonly Unit[]).map((unit) => ({ unit, stage })))
    this.#readings = readingsOf(this.#steps, analysis.extents)
    const given = [...program.outputs, ...program.updates].map(({ node }) => node)
    const uniform = given.filter((node) => analysis.extents.get(node)!.kind !== 'rows')
    this.#results = new Set([...given, ...uniform.map((node) => resolveAlias(node).root)])
  }

  plan(): Layout {
    const { program, tiling, lanes } = this.options
    this.#placeInputs()
    this.#placeConstants()
    const { parts, sums } = this.#placeSums()
    const { inPlace, outlived } = planUpdates(program, this.#steps, this.#readings, this.#extents)
    for (const [node, input] of inPlace) this.#uniform.set(node, this.#uniform.get(input)!)
    this.#placeTemporaries()
    const { scratch, panels, loops } = this.#placeRows()
    const aside = new Map([...outlived].map((input) => [input, this.#reserve(this.#size(input))]))
    const address = (node: Node) => this.#uniform.get(node)!
    return {
      tiling,
      uniform: this.#uniform,
      rows: this.#rows,
      parts,
      sums,
      scratch,
      panels,
      loops,
      aside,
      copies: planCopies(program, inPlace, aside, address, lanes.bytes),
      begin: this.#begin,
      end: this.#end,
    }
  }

  #reserve(size: number): number {
    const at = this.#end
    this.#end += aligned(Math.max(size, 1))
    return at
  }

  #size(node: Node): number {
    return sizeOf(node.shape) * this.options.lanes.bytes
  }

  #rowBytes(node: Node): number {
    const { tiling, lanes } = this.options
    return rowSize(node, this.#extents) * tiling.stride * lanes.bytes
  }

  #kept(node: Node, turns: number): RowPlace {
    const bytesPerTile = aligned(this.#rowBytes(node))
    const bytes = bytesPerTile * this.options.tiling.tiles
    return { kind: 'kept', base: this.#reserve(bytes * turns), bytesPerTile, bytesPerTurn: turns === 1 ? 0 : bytes }
  }

  #placeInputs(): void {
    const { program, turns } = this.options
    for (const input of program.inputs) {
      if (this.#extents.get(input)!.kind === 'rows') this.#rows.set(input, this.#kept(input, turns))
      else this.#uniform.set(input, this.#reserve(this.#size(input)))
    }
  }

  /** Constants that are read from memory: those given out, those of many values, and any that a fixed kernel reads. */
  #placeConstants(): void {
    const units = this.#steps.flatMap(({ unit }) => withTurns(unit))
    const readings = readingsOf(units.map((unit, stage) => ({ unit, stage })), this.#extents) // prettier-ignore
    const asRows = (unit: Unit, operand: Node) => isRowUnit(unit) && isAlong(this.#extents.get(operand)!)
    const forKernels = new Set(
      units
        .filter(({ kind }) => kind !== 'rows' && kind !== 'flat')
        .flatMap((unit) => operandNodes(unit, this.#extents).filter((operand) => !asRows(unit, operand)))
        .map((operand) => resolveAlias(operand).root),
    )
    const isRead = (node: Node) =>
      this.#results.has(node) || forKernels.has(node) || (readings.has(node) && uniformConstant(node) === null)
    for (const node of new Set([...readings.keys(), ...this.#results]))
      if (isConstant(node) && isRead(node)) this.#uniform.set(node, this.#reserve(this.#size(node)))
  }

  #placeSums(): Pick<Layout, 'parts' | 'sums'> {
    const { threads, tiling } = this.options
    const nodes = this.#steps.flatMap(({ unit }) => sumsBy(unit))
    const offsets = new Map<Node, number>()
    let end = 0
    for (const node of nodes) {
      offsets.set(node, end)
      end += Math.ceil(this.#size(node) / 16) * 16
    }
    const bytesPerPart = aligned(Math.max(end, 1))
    const perThread = Math.max(1, Math.min(PARTS_PER_THREAD, Math.floor(MOST_SUMS / (threads * bytesPerPart))))
    const count = threads === 1 ? 1 : Math.min(tiling.tiles, threads * perThread)
    const total = this.#reserve(bytesPerPart)
    for (const [node, offset] of offsets) this.#uniform.set(node, total + offset)
    const ofThreads = bytesPerPart * count * threads <= MOST_SUMS ? threads : 1
    const partial = count === 1 ? total : this.#reserve(bytesPerPart * count * ofThreads)
    return { parts: { count, ofThreads }, sums: { total, partial, bytesPerPart } }
  }

  /** Uniform values that have no place yet, from when they are computed to when they are last read. */
  #placeTemporaries(): void {
    const lives: Lifetime<Node>[] = []
    this.#steps.forEach(({ unit }, step) => {
      if (isRowUnit(unit)) return
      for (const node of writtenBy(unit)) {
        if (this.#uniform.has(node)) continue
        const last = this.#results.has(node) ? this.#steps.length : (this.#readings.get(node)?.at(-1) ?? step)
        lives.push({ key: node, bytes: this.#size(node), first: step, last })
      }
    })
    const { offsets, bytes } = planArena(lives)
    const base = this.#reserve(bytes)
    for (const [node, offset] of offsets) this.#uniform.set(node, base + offset)
  }

  /** Values of rows: in scratch where only the stage that computes them reads them, kept where others do. */
  #placeRows(): Pick<Layout, 'scratch' | 'panels' | 'loops'> {
    const { threads } = this.options
    const lives: Lifetime<Node>[] = []
    const turns = new Map<Node, LoopPlaces>()
    this.#steps.forEach(({ unit, stage }, step) => {
      const own = isRowUnit(unit) ? this.#panelBytes(unit) : 0
      if (own > 0 && unit.kind === 'gradient') lives.push({ key: unit.node, bytes: own, first: step, last: step })
      if (unit.kind === 'loop') {
        const places = planLoop(unit, {
          extents: this.#extents,
          rowBytes: (node) => this.#rowBytes(node),
          panelBytes: (each) => this.#panelBytes(each),
        })
        turns.set(unit.node, places)
        lives.push({ key: unit.node, bytes: places.bytes, first: step, last: step })
      }
      if (!isRowUnit(unit) || isRowSum(unit)) return
      for (const node of writtenBy(unit)) {
        const steps = this.#readings.get(node) ?? []
        if (this.#results.has(node) || steps.some((at) => this.#steps[at].stage !== stage))
          this.#rows.set(node, this.#kept(node, 1))
        else lives.push({ key: node, bytes: this.#rowBytes(node), first: step, last: Math.max(step, ...steps) })
      }
    })
    const { offsets, bytes } = planArena(lives)
    const panels = new Map<Node, number>()
    const loops = new Map<Node, { places: LoopPlaces; offset: number }>()
    for (const [node, offset] of offsets)
      if (turns.has(node)) loops.set(node, { places: turns.get(node)!, offset })
      else if (isAlong(this.#extents.get(node)!)) this.#rows.set(node, { kind: 'scratch', offset })
      else panels.set(node, offset) // a gradient's
    const bytesPerThread = aligned(bytes)
    return { scratch: { base: this.#reserve(bytesPerThread * threads), bytesPerThread }, panels, loops }
  }

  #panelBytes(unit: RowUnit): number {
    if (unit.kind !== 'gradient' || unit.zeros) return 0
    const { lanes, tiling } = this.options
    return panelBytes(lanes, gradientSizes(unit, tiling, this.#extents))
  }
}

/** A unit, and those of a loop's turn. */
const withTurns = (unit: Unit): readonly Unit[] =>
  unit.kind === 'loop' ? [unit, ...unitsOfTurn(unit).flatMap(withTurns)] : [unit]

/** The sizes by which a weight gradient's kernel is chosen. */
export function gradientSizes(
  { x, g }: GradientProduct,
  { stride }: Tiling,
  extents: ReadonlyMap<Node, Extent>,
): GradientSizes {
  const outer = rowSize(g, extents)
  return { inner: rowSize(x, extents), outer, tile: stride, weightStrides: { inner: outer, outer: 1 } }
}
