import { i32, op, choose, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import { ModuleBuilder } from '../assembler/moduleBuilder'
import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { analyseBatch, type BatchAnalysis, type Extent } from '../analysis/batchAxis'
import { isConstant, uniformConstant } from '../analysis/constants'
import { addBarrier, passBarrier, threadCount } from '../barrier'
import { paddedRows, rowStep, type Lanes } from '../lanes'
import { aligned } from '../plan/arena'
import { schedule } from '../plan/schedule'
import { planStages, type Stage } from '../plan/units'
import { emitCombine } from '../uniform/reduction'
import { callLoop, traceLoop } from './flatLoop'
import { KernelSet } from './kernels'
import { resolveAlias } from './alias'
import { planLayout, strideOf, type Layout, type RowPlace } from './layout'
import { emitRowStage, hasSums } from './rowStage'
import { splitSums } from './splitSums'
import { UniformCall, type UniformMemory } from './uniformCall'
import { callUniform } from './uniformStage'

export interface LowerOptions {
  readonly lanes: Lanes
  /** The most threads that will run it. */
  readonly threads: number
  /** Rows of a tile that suit the cache; a multiple of two vectors. */
  readonly tile: number
  readonly shared: boolean
}

/** Where an input or output is: numbers in a row, or rows in tiles of [elements][T]. */
export type Location =
  | { readonly kind: 'uniform'; readonly address: number; readonly shape: readonly number[]; readonly mask: boolean }
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

/** Compiles an optimised program. The module exports `run(thread)`; see `SharedProgram`. */
export function lower(given: Program, options: LowerOptions): Lowered {
  const { lanes } = options
  const found = analyseBatch(given)
  const program = found ? splitSums(given, found) : given
  const analysis = (program === given ? found : analyseBatch(program)) ?? allUniform(program)
  const batch = Math.max(1, analysis.batch)
  const tile = Math.min(options.tile, paddedRows(batch, lanes))
  const stride = strideOf(tile, lanes)
  const tiling = { batch, tile, stride, tiles: Math.ceil(batch / tile) }
  const threads = Math.max(1, Math.min(options.threads, tiling.tiles))
  const plan = schedule(program, analysis)
  const stages = planStages(program, analysis, plan)
  const layout = planLayout({ program, analysis, stages, tiling, threads, lanes })
  return new Lowering(program, analysis, stages, layout, threads, options).lower()
}

const allUniform = (program: Program): BatchAnalysis => ({
  batch: 0,
  extents: new Map(program.nodes.map((node): [Node, Extent] => [node, { kind: 'uniform' }])),
})

/** Work between two meetings of the threads: for the first alone, or for all. */
interface Segment {
  readonly alone: boolean
  write(f: FunctionBuilder, thread: Local): void
}

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
    const { lanes, shared } = this.options
    // The memory's size is known only when all code is written, so that the module is built around it afterwards.
    const module = new ModuleBuilder({ pages: 0, shared })
    const kernels = new KernelSet(module, lanes)
    const barrier = this.threads > 1 ? addBarrier(module, threadCount) : null
    const segments = this.stages.flatMap((stage) => this.#segments(stage, kernels))
    segments.push(...this.#copies())
    module.function(
      { params: ['i32'], results: [] },
      (f) => {
        const thread = f.param(0)
        f.block((done) => {
          let alone: Segment[] = []
          const meet = () => {
            if (barrier) passBarrier(f, barrier, done)
          }
          const writeAlone = () => {
            if (alone.length === 0) return
            const write = () => {
              for (const segment of alone) segment.write(f, thread)
            }
            if (barrier) f.if(op('i32.eqz', thread), write)
            else write()
            alone = []
            meet()
          }
          for (const segment of segments) {
            if (segment.alone) {
              alone.push(segment)
              continue
            }
            writeAlone()
            segment.write(f, thread)
            meet()
          }
          writeAlone()
        })
      },
      'run',
    )
    const memory = Math.ceil(this.#end / PAGE) * PAGE
    return {
      bytes: module.encode({ pages: memory / PAGE, shared }),
      memory,
      threads: this.threads,
      rows: { most: paddedRows(this.layout.tiling.batch, lanes), step: rowStep(lanes) },
      tile: this.layout.tiling.tile,
      stride: this.layout.tiling.stride,
      inputs: new Map(this.program.inputs.map((node) => [node.attributes.name, this.#location(node)])),
      outputs: new Map(this.program.outputs.map(({ name, node }) => [name, this.#outputLocation(node)])),
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
    const location = this.#location(node)
    if (location.kind === 'rows') return location
    const { root, offset } = resolveAlias(node)
    const aside = this.layout.aside.get(root)
    return aside === undefined ? location : { ...location, address: aside + offset * this.options.lanes.bytes }
  }

  #constant(node: Node, address: number): Lowered['constants'] {
    if (!isConstant(node)) return []
    const number = uniformConstant(node)
    const mask = node.dtype === 'bool'
    if (number !== null) return [{ address, values: new Float64Array(sizeOf(node.shape)).fill(number), mask }]
    return isOp(node, 'constant') ? [{ address, values: node.attributes.values, mask }] : []
  }

  #segments(stage: Stage, kernels: KernelSet): Segment[] {
    const address = (node: Node) => this.address(node)
    if (stage.kind === 'uniform')
      return stage.units.map((unit): Segment => {
        if (unit.kind === 'uniform')
          return {
            alone: true,
            write: (f) => {
              callUniform(new UniformCall(f, kernels, this), unit.node)
            },
          }
        const loop = traceLoop(unit)
        if (this.threads === 1 || unit.size < SPREAD)
          return {
            alone: true,
            write: (f) => {
              callLoop(f, kernels, loop, address, null, i32(unit.size))
            },
          }
        return this.#spread(unit.size, (f, from, width) => {
          callLoop(f, kernels, loop, address, from, width)
        })
      })
    const rows: Segment = {
      alone: false,
      write: (f, thread) => {
        const { analysis, layout, threads } = this
        const table = (values: readonly number[]) => this.table(values)
        const inPart = this.#inPart
        emitRowStage(f, kernels, thread, { units: stage.units, analysis, layout, threads, inPart, address, table })
      },
    }
    const { parts, sums } = this.layout
    if (parts.count === 1 || !hasSums(stage.units)) return [rows]
    const combine = kernels.get(`combine ${sums.bytesPerPart}`, (module, lanes) =>
      emitCombine(module, lanes, sums.bytesPerPart, parts.count),
    )
    return [
      rows,
      this.#spread(sums.bytesPerPart / this.options.lanes.bytes, (f, from, width) => {
        f.call(combine, op('i32.add', i32(sums.total), from), op('i32.add', i32(sums.partial), from), width)
      }),
    ]
  }

  /** Work on a flat array, a contiguous part for each thread; parts begin at a line of the cache. */
  #spread(size: number, write: (f: FunctionBuilder, from: Expression, width: Expression) => void): Segment {
    const perLine = 64 / this.options.lanes.bytes
    const lines = Math.ceil(size / perLine)
    return {
      alone: false,
      write: (f, thread) => {
        f.scope(() => {
          const start = (of: Expression) =>
            op('i32.mul', op('i32.div_u', op('i32.mul', of, i32(lines)), threadCount), i32(perLine))
          const first = f.let(start(thread))
          const end = f.let(start(op('i32.add', thread, i32(1))))
          const width = f.let(op('i32.sub', choose(op('i32.lt_s', end, i32(size)), end, i32(size)), first))
          write(f, op('i32.mul', first, i32(this.options.lanes.bytes)), width)
        })
      },
    }
  }

  #copies(): Segment[] {
    if (this.layout.copies.length === 0) return []
    return [
      {
        alone: true,
        write: (f) => {
          for (const [from, to, bytes] of this.layout.copies) f.copyMemory(i32(to), i32(from), i32(bytes))
        },
      },
    ]
  }
}
