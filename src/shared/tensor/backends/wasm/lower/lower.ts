import { i32, op, choose, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import { ModuleBuilder } from '../assembler/moduleBuilder'
import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { unrollLoops } from '../../../passes/loops'
import { optimise } from '../../../passes/pipeline'
import { analyseBatch, type BatchAnalysis, type Extent } from '../analysis/batchAxis'
import { isConstant, uniformConstant } from '../analysis/constants'
import { CannotLoop } from '../analysis/loops'
import { paddedRows, rowStep, type Lanes } from '../lanes'
import { addRun, doneBy, LINE, turnCount, type Phase } from '../phases'
import { aligned } from '../plan/arena'
import { schedule } from '../plan/schedule'
import { rowSize } from '../plan/clusters'
import { planStages, type Stage, type UniformUnit } from '../plan/units'
import { emitCombine } from '../uniform/reduction'
import { callLoop, traceLoop } from './flatLoop'
import { KernelSet } from './kernels'
import { resolveAlias } from './alias'
import { planLayout, SLICES_PER_THREAD, strideOf, type Layout, type RowPlace } from './layout'
import { emitRowStage, hasSums, rowPhase, sumsOf, type RowStage } from './rowStage'
import { splitSums } from './splitSums'
import { UniformCall, type UniformMemory } from './uniformCall'
import { callUniform } from './uniformStage'

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

/** Flat arrays at least so long are worth all threads. */
const SPREAD = 8192

const PAGE = 65536

/**
 * Compiles an optimised program. The module exports `run(thread)`; see `SharedProgram`. Loops that cannot run tile by
 * tile are written out.
 */
export function lower(program: Program, options: LowerOptions): Lowered {
  try {
    return lowerLoops(program, options)
  } catch (error) {
    if (!(error instanceof CannotLoop)) throw error
    return lower(optimise(unrollLoops(program, (loop) => loop === error.loop)), options)
  }
}

function lowerLoops(given: Program, options: LowerOptions): Lowered {
  const { lanes } = options
  const found = analyseBatch(given)
  const program = found ? splitSums(given, found) : unrollLoops(given)
  const analysis = (program === given ? found : analyseBatch(program)) ?? allUniform(program)
  const batch = Math.max(1, analysis.batch)
  const tile = Math.min(options.tile, paddedRows(batch, lanes))
  const stride = strideOf(tile, lanes)
  const tiling = { batch, tile, stride, tiles: Math.ceil(batch / tile) }
  const threads = Math.max(1, Math.min(options.threads, tiling.tiles))
  const plan = schedule(program, analysis)
  const stages = planStages(program, analysis, plan)
  const layout = planLayout({ program, analysis, stages, tiling, threads, turns: options.turns, lanes })
  return new Lowering(program, analysis, stages, layout, threads, options).lower()
}

const allUniform = (program: Program): BatchAnalysis => ({
  batch: 0,
  extents: new Map(program.nodes.map((node): [Node, Extent] => [node, { kind: 'uniform' }])),
})

class Lowering implements UniformMemory {
  #end: number
  readonly #asides = new Map<number, { address: number; count: number }>()
  readonly #tables = new Map<string, { address: number; values: readonly number[] }>()
  /** Whether every row is computed by itself. */
  readonly #inPart: boolean

  constructor(
    private readonly program: Program,
    private readonly analysis: BatchAnalysis,
    private readonly stages: readonly Stage[],
    private readonly layout: Layout,
    private readonly threads: number,
    private readonly options: LowerOptions,
  ) {
    this.#end = layout.end
    this.#inPart = !stages.some((stage) => stage.kind === 'rows' && hasSums(stage.units))
  }

  address(node: Node): number {
    const { root, offset } = resolveAlias(node)
    const address = this.layout.uniform.get(root)
    if (address === undefined) throw new Error(`internal: %${node.id} ${node.op} has no memory`)
    return address + offset * this.options.lanes.bytes
  }

  table(values: readonly number[]): number {
    const key = values.join(' ')
    const known = this.#tables.get(key)
    if (known) return known.address
    const address = this.#reserve(4 * values.length)
    this.#tables.set(key, { address, values })
    return address
  }

  aside(slot: number, count: number): number {
    const known = this.#asides.get(slot)
    if (known && known.count >= count) return known.address
    const address = this.#reserve(count * this.options.lanes.bytes)
    this.#asides.set(slot, { address, count })
    return address
  }

  #reserve(bytes: number): number {
    const at = this.#end
    this.#end += aligned(Math.max(bytes, 1))
    return at
  }

  lower(): Lowered {
    const { lanes, shared, turns } = this.options
    // The memory's size is known only when all code is written, so that the module is built around it afterwards.
    const module = new ModuleBuilder({ pages: 0, shared })
    const kernels = new KernelSet(module, lanes)
    const outputs = new Map(this.program.outputs.map(({ name, node }) => [name, this.#outputLocation(node)]))
    const phases = this.threads > 1 ? this.#phases(kernels, outputs) : []
    if (this.threads > 1) addRun(module, phases)
    else this.#addPlainRun(module, kernels, outputs)
    const memory = Math.ceil(this.#end / PAGE) * PAGE
    return {
      bytes: module.encode({ pages: memory / PAGE, shared }),
      memory,
      threads: this.threads,
      turns,
      phases: phases.length,
      begin: this.layout.begin,
      rows: { most: paddedRows(this.layout.tiling.batch, lanes), step: rowStep(lanes) },
      tile: this.layout.tiling.tile,
      stride: this.layout.tiling.stride,
      inputs: new Map(this.program.inputs.map((node) => [node.attributes.name, this.#location(node)])),
      outputs,
      constants: [...this.layout.uniform].flatMap(([node, address]) => this.#constant(node, address)),
      tables: [...this.#tables.values()],
    }
  }

  #location(node: Node): Location {
    const extent = this.analysis.extents.get(node)!
    if (extent.kind !== 'rows')
      return { kind: 'uniform', address: this.address(node), shape: node.shape, mask: node.dtype === 'bool' }
    const place = this.layout.rows.get(node)
    if (place?.kind !== 'kept') throw new Error(`internal: %${node.id} ${node.op} is not kept`)
    return { kind: 'rows', place, shape: node.shape, axis: extent.axis, mask: node.dtype === 'bool' }
  }

  /** An output that is an input shows what that was during the run. */
  #outputLocation(node: Node): Location {
    const { lanes, turns } = this.options
    const location = this.#location(node)
    if (location.kind === 'rows') return location
    const { root, offset } = resolveAlias(node)
    const aside = this.layout.aside.get(root)
    const address = aside === undefined ? location.address : aside + offset * lanes.bytes
    return { ...location, address, ...(turns > 1 ? { record: this.#reserve(turns * this.#bytes(location)) } : {}) }
  }

  #constant(node: Node, address: number): Lowered['constants'] {
    if (!isConstant(node)) return []
    const number = uniformConstant(node)
    const mask = node.dtype === 'bool'
    if (number !== null) return [{ address, values: new Float64Array(sizeOf(node.shape)).fill(number), mask }]
    return isOp(node, 'constant') ? [{ address, values: node.attributes.values, mask }] : []
  }

  #bytes({ shape }: Location): number {
    return sizeOf(shape) * this.options.lanes.bytes
  }

  /** `run` on one thread: turn by turn all stages. */
  #addPlainRun(module: ModuleBuilder, kernels: KernelSet, outputs: Lowered['outputs']): void {
    module.function(
      { params: ['i32'], results: [] },
      (f) => {
        f.for(i32(0), turnCount, 1, (turn) => {
          for (const stage of this.stages)
            if (stage.kind === 'rows') emitRowStage(f, kernels, turn, this.#rowStage(stage))
            else for (const unit of stage.units) this.#writeUnit(f, kernels, unit)
          this.#endTurn(f, turn, outputs)
        })
      },
      'run',
    )
  }

  /** What the threads of a run do, turn by turn. */
  #phases(kernels: KernelSet, outputs: Lowered['outputs']): Phase[] {
    const phases: Phase[] = []
    let alone: Phase['write'][] = []
    const endAlone = (): void => {
      const all = alone
      if (all.length > 0)
        phases.push({
          pieces: 1,
          again: false,
          write: (f, doing) => {
            for (const write of all) write(f, doing)
          },
        })
      alone = []
    }
    for (const stage of this.stages) {
      if (stage.kind === 'rows') {
        endAlone()
        phases.push(...this.#rowPhases(stage, kernels))
        continue
      }
      for (const unit of stage.units) {
        if (unit.kind === 'uniform' || unit.size < SPREAD) {
          alone.push((f) => {
            this.#writeUnit(f, kernels, unit)
          })
          continue
        }
        endAlone()
        const loop = traceLoop(unit)
        phases.push(
          this.#spread(unit.size, (f, from, width) => {
            callLoop(f, kernels, loop, (node) => this.address(node), from, width)
          }),
        )
      }
    }
    if (this.layout.copies.length > 0 || this.options.turns > 1)
      alone.push((f, { turn }) => {
        this.#endTurn(f, turn, outputs)
      })
    endAlone()
    return phases
  }

  #rowStage({ units }: Stage & { kind: 'rows' }): RowStage {
    const { analysis, layout } = this
    const address = (node: Node) => this.address(node)
    const table = (values: readonly number[]) => this.table(values)
    const { stride } = layout.tiling
    const bytesOfTile = (node: Node) => rowSize(node, analysis.extents) * stride * this.options.lanes.bytes
    const summing = this.stages.filter((stage) => stage.kind === 'rows' && hasSums(stage.units))
    const sumsElsewhere = summing.length > 1
    return { units, analysis, layout, inPart: this.#inPart, sumsElsewhere, bytesOfTile, address, table }
  }

  #rowPhases(stage: Stage & { kind: 'rows' }, kernels: KernelSet): Phase[] {
    const { parts, sums } = this.layout
    const { bytes } = this.options.lanes
    const rows = rowPhase(kernels, this.#rowStage(stage))
    if (parts.count === 1 || !hasSums(stage.units)) return [rows]
    const combine = kernels.get(`combine ${String(rows.again)}`, (module, lanes) => {
      const all = Array.from({ length: parts.count }, (_, part) =>
        sumsOf(this.layout, rows.again ? doneBy(part) : i32(0), i32(part)),
      )
      return emitCombine(module, lanes, sums.total, all)
    })
    return [
      rows,
      this.#spread(sums.bytesPerPart / bytes, (f, from, width) => {
        f.call(combine, from, width)
      }),
    ]
  }

  /** Work on all of a uniform value. */
  #writeUnit(f: FunctionBuilder, kernels: KernelSet, unit: UniformUnit): void {
    if (unit.kind === 'uniform') callUniform(new UniformCall(f, kernels, this), unit.node)
    else callLoop(f, kernels, traceLoop(unit), (node) => this.address(node), null, i32(unit.size))
  }

  /** Work on a flat array in contiguous slices, which begin at a line of the cache. */
  #spread(size: number, write: (f: FunctionBuilder, from: Expression, width: Expression) => void): Phase {
    const { bytes } = this.options.lanes
    const perLine = LINE / bytes
    const lines = Math.ceil(size / perLine)
    const pieces = SLICES_PER_THREAD * this.threads
    return {
      pieces,
      again: false,
      write: (f, { piece }) => {
        const start = (of: Expression) =>
          op('i32.mul', op('i32.div_u', op('i32.mul', of, i32(lines)), i32(pieces)), i32(perLine))
        const first = f.let(start(piece))
        const end = f.let(start(op('i32.add', piece, i32(1))))
        const width = f.let(op('i32.sub', choose(op('i32.lt_s', end, i32(size)), end, i32(size)), first))
        write(f, op('i32.mul', first, i32(bytes)), width)
      },
    }
  }

  #endTurn(f: FunctionBuilder, turn: Expression, outputs: Lowered['outputs']): void {
    for (const [from, to, bytes] of this.layout.copies) f.copyMemory(i32(to), i32(from), i32(bytes))
    for (const location of outputs.values()) {
      if (location.kind !== 'uniform' || location.record === undefined) continue
      const bytes = i32(this.#bytes(location))
      f.copyMemory(op('i32.add', i32(location.record), op('i32.mul', turn, bytes)), i32(location.address), bytes)
    }
  }
}
