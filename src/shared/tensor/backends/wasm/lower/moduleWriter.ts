import type { InParts } from '../../../inParts'
import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import { ModuleBuilder } from '../assembler/moduleBuilder'
import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import type { BatchAnalysis } from '../../analysis/batchAxis'
import { isConstant, uniformConstant } from '../../analysis/constants'
import { paddedRows, rowStep } from '../lanes'
import { addingRun, doneBy, turnCount, type Phase } from '../phases'
import { rowSize } from '../plan/clusters'
import type { Stage, UniformUnit } from '../plan/units'
import { emitCombine } from '../uniform/reduction'
import { callLoop, traceLoop } from './flatLoop'
import { KernelSet } from './kernels'
import { resolveAlias } from './alias'
import type { Layout } from './layout'
import type { Location, Lowered, LowerOptions } from './lowered'
import { ModuleMemory } from './memory'
import { emitRowStage, hasSums, rowPhase, sumsOf, type RowStage } from './rowStage'
import { slicedPhase, type WriteSlice } from './slices'
import { UniformCall } from './uniformCall'
import { callUniform } from './uniformStage'

/** Flat arrays at least so long are worth all threads. */
const SPREAD = 8192

const PAGE = 65536

/** Writes a program as a module, its stages in their order, each value at its place in the layout. */
export class ModuleWriter {
  readonly #memory: ModuleMemory
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
    this.#memory = new ModuleMemory(layout, options.lanes)
    this.#inPart = !stages.some((stage) => stage.kind === 'rows' && hasSums(stage.units))
  }

  *write(): InParts<Lowered> {
    const { lanes, shared, turns } = this.options
    // The memory's size is known only when all code is written, so that the module is built around it afterwards.
    const module = new ModuleBuilder({ pages: 0, shared })
    const kernels = new KernelSet(module, lanes)
    const outputs = new Map(this.program.outputs.map(({ name, node }) => [name, this.#outputLocation(node)]))
    const phases = this.threads > 1 ? this.#phases(kernels, outputs) : []
    if (this.threads > 1) yield* addingRun(module, phases)
    else this.#addPlainRun(module, kernels, outputs)
    const memory = Math.ceil(this.#memory.end / PAGE) * PAGE
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
      tables: this.#memory.tables,
    }
  }

  #location(node: Node): Location {
    const extent = this.analysis.extents.get(node)!
    if (extent.kind !== 'rows')
      return { kind: 'uniform', address: this.#memory.address(node), shape: node.shape, mask: node.dtype === 'bool' }
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
    return {
      ...location,
      address,
      ...(turns > 1 ? { record: this.#memory.reserve(turns * this.#bytes(location)) } : {}),
    }
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
            callLoop(f, kernels, loop, (node) => this.#memory.address(node), from, width)
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
    const address = (node: Node) => this.#memory.address(node)
    const table = (values: readonly number[]) => this.#memory.table(values)
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
    if (unit.kind === 'uniform') callUniform(new UniformCall(f, kernels, this.#memory), unit.node)
    else callLoop(f, kernels, traceLoop(unit), (node) => this.#memory.address(node), null, i32(unit.size))
  }

  #spread(size: number, write: WriteSlice): Phase {
    return slicedPhase(size, this.options.lanes.bytes, this.threads, write)
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
