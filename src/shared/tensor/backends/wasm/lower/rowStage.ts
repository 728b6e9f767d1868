import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder } from '../assembler/functionBuilder'
import type { Node } from '../../../ir/program'
import type { BatchAnalysis } from '../../analysis/batchAxis'
import { paddedRows } from '../lanes'
import { emitMaskedGradient, emitMaskedProduct } from '../kernels/masked'
import { emitProduct } from '../kernels/product'
import { emitRowSums, emitWeightGradient } from '../kernels/productGradient'
import { plainTail } from '../kernels/tail'
import { rowCount, type Doing, type Phase } from '../phases'
import { rowSize } from '../plan/clusters'
import type { RowUnit } from '../plan/units'
import { emitRowKernel, tailOf } from '../rows/kernel'
import { traceCluster } from '../rows/trace'
import { emitPadding } from '../rows/padding'
import type { KernelSet } from './kernels'
import { gradientSizes, type Layout } from './layout'
import type { LoopPlaces } from './loopLayout'
import { emitLoop } from './loopStage'
import { sumsBy, writtenBy } from './readings'

export interface RowStage {
  readonly units: readonly RowUnit[]
  readonly analysis: BatchAnalysis
  readonly layout: Layout
  /** Whether a run may be of the first rows only, as many as `sync.rows` says. */
  readonly inPart: boolean
  /**
   * Whether another stage has sums as well. All are combined after each, out of the same thread's places: a stage that another
   * thread did again would leave the others' sums behind.
   */
  readonly sumsElsewhere: boolean
  address(node: Node): number
  /** Bytes that a tile's values of a node take, one element after another. */
  bytesOfTile(node: Node): number
  /** Keeps 32-bit numbers in the program's memory; gives their address. */
  table(values: readonly number[]): number
}

export const hasSums = (units: readonly RowUnit[]): boolean => units.some((unit) => sumsBy(unit).length > 0)

/**
 * A stage over the rows as a phase. Its tiles are cut into parts, contiguous runs, which are its pieces. Each thread takes
 * its own share of them, whose sums are still in its cache, and then what others have not come to: one that the system
 * holds up, as it does where other programs run, holds up less of the work. Sums over rows go to places of the part and
 * the thread; they are the same whichever thread computes them, and so are kept results, which only one may compute.
 */
export function rowPhase(kernels: KernelSet, stage: RowStage): Phase {
  const { parts, scratch, rows } = stage.layout
  const keeps = stage.units.some((unit) => writtenBy(unit).some((node) => rows.get(node)?.kind === 'kept'))
  const again = parts.ofThreads > 1 && hasSums(stage.units) && !keeps && !stage.sumsElsewhere
  return {
    pieces: parts.count,
    again,
    write: (f, { thread, piece, turn, leaveIfDone }) => {
      const tiles = tileCount(stage)
      const start = (part: Expression) => op('i32.div_u', op('i32.mul', part, tiles), i32(parts.count))
      emitTiles(f, kernels, stage, {
        scratch: f.let(offset(scratch.base, thread, scratch.bytesPerThread)),
        sums: f.let(sumsOf(stage.layout, again ? thread : i32(0), piece)),
        first: f.let(start(piece)),
        end: f.let(start(op('i32.add', piece, i32(1)))),
        turn,
        leaveIfDone,
      })
    },
  }
}

/** Writes a stage over the rows where there is one thread. */
export function emitRowStage(f: FunctionBuilder, kernels: KernelSet, turn: Expression, stage: RowStage): void {
  const { sums, scratch } = stage.layout
  f.scope(() => {
    const [first, end] = [i32(0), f.let(tileCount(stage))]
    const places = { scratch: i32(scratch.base), sums: i32(sums.partial) }
    emitTiles(f, kernels, stage, { ...places, first, end, turn, leaveIfDone: () => undefined })
  })
}

const offset = (base: number, index: Expression, bytes: number): Expression =>
  op('i32.add', i32(base), op('i32.mul', index, i32(bytes)))

/** Where the sums of a part are that a thread may do again; thread 0 for those of all others. */
export const sumsOf = ({ parts, sums }: Layout, thread: Expression, part: Expression): Expression =>
  offset(sums.partial, op('i32.add', op('i32.mul', thread, i32(parts.count)), part), sums.bytesPerPart)

function tileCount({ inPart, layout: { tiling } }: RowStage): Expression {
  const { tile, tiles } = tiling
  return inPart ? op('i32.div_u', op('i32.add', rowCount, i32(tile - 1)), i32(tile)) : i32(tiles)
}

/** A run of tiles: where it begins and ends, the thread's scratch, and the place of its sums; and of which turn. */
interface Run {
  readonly scratch: Expression
  readonly sums: Expression
  readonly first: Expression
  readonly end: Expression
  readonly turn: Expression
  readonly leaveIfDone: Doing['leaveIfDone']
}

function emitTiles(f: FunctionBuilder, kernels: KernelSet, stage: RowStage, run: Run): void {
  const { layout } = stage
  const { tiles, batch, tile, stride } = layout.tiling
  const padded = (rows: number) => paddedRows(rows, kernels.lanes)
  const lastRows = batch - (tiles - 1) * tile
  const { scratch, sums, first, end, turn, leaveIfDone } = run
  f.for(first, end, 1, (index) => {
    const isLast = op('i32.eq', index, i32(tiles - 1))
    const width = f.let(i32(padded(tile)))
    if (stage.inPart) {
      const left = f.let(op('i32.sub', rowCount, op('i32.mul', index, i32(tile))))
      f.if(op('i32.lt_s', left, width), () => { f.set(width, left) }) // prettier-ignore
    } else if (lastRows !== tile) f.if(isLast, () => { f.set(width, i32(padded(lastRows))) }) // prettier-ignore
    const accumulate = f.let(op('i32.ne', index, first))
    const place = (node: Node): Expression => {
      const at = layout.rows.get(node)
      if (!at) throw new Error(`internal: ${node.op} of rows has no memory`)
      if (at.kind === 'scratch') return op('i32.add', scratch, i32(at.offset))
      const tile = offset(at.base, index, at.bytesPerTile)
      return at.bytesPerTurn === 0 ? tile : op('i32.add', tile, op('i32.mul', turn, i32(at.bytesPerTurn)))
    }
    const clearPaddingAt = (node: Node, at: Expression) => {
      if (padded(lastRows) === lastRows) return
      const features = rowSize(node, stage.analysis.extents)
      const name = `padding ${features} ${lastRows} ${stride}`
      const kernel = kernels.get(name, (module, lanes) => emitPadding(module, lanes, features, lastRows, stride))
      f.if(isLast, () => {
        f.call(kernel, at)
      })
    }
    const context: TileContext = {
      place,
      clearPadding: (node) => {
        clearPaddingAt(node, place(node))
      },
      clearPaddingAt,
      scratch,
      panel: (node) => layout.panels.get(node) ?? 0,
      loop: (node) => {
        const { places, offset } = layout.loops.get(node)!
        return { places, scratch: f.let(op('i32.add', scratch, i32(offset))) }
      },
      sums,
      accumulate,
      width,
    }
    for (const unit of stage.units) {
      leaveIfDone(f)
      emitUnit(f, kernels, unit, stage, context)
    }
  })
}

/** Where a tile's values are: of the units of a stage, or of a loop's turn. */
export interface TileContext {
  place(node: Node): Expression
  clearPadding(node: Node): void
  clearPaddingAt(node: Node, address: Expression): void
  readonly scratch: Expression
  /** Where in the scratch a weight gradient finds memory for its own use. */
  panel(node: Node): number
  loop(node: Node): { readonly places: LoopPlaces; readonly scratch: Expression }
  readonly sums: Expression
  readonly accumulate: Expression
  readonly width: Expression
}

function emitUnit(f: FunctionBuilder, kernels: KernelSet, unit: RowUnit, stage: RowStage, at: TileContext): void {
  const { extents } = stage.analysis
  const { stride: tile } = stage.layout.tiling
  const pointer = (node: Node): Expression =>
    stage.layout.rows.has(node) && extents.get(node)!.kind !== 'uniform' ? at.place(node) : i32(stage.address(node))
  const sumAt = (node: Node) => op('i32.add', at.sums, i32(stage.address(node) - stage.layout.sums.total))
  switch (unit.kind) {
    case 'rows': {
      const { code, operands, turns } = traceCluster(unit.cluster, extents, unit.turns)
      const name = `rows ${turns} ${tile} ${code.name}`
      const kernel = kernels.get(name, (module, lanes) => emitRowKernel(module, lanes, code, turns, tile))
      f.call(kernel, ...operands.map(pointer), at.width)
      return
    }
    case 'product': {
      const { inner, outer, weightStrides, zeros, tail } = unit
      const sizes = { inner, outer, tile, weightStrides }
      const name = `product ${JSON.stringify(sizes)} ${zeros?.key} ${tail ? tail.code.name : ''}`
      const kernel = kernels.get(name, (module, lanes) => {
        const end = tail ? tailOf(tail.code, tile) : plainTail
        if (!zeros) return emitProduct(module, lanes, sizes, end)
        const present = (k: number, n: number) => zeros.zero[k * weightStrides.inner + n * weightStrides.outer] === 0
        return emitMaskedProduct(module, lanes, sizes, present, stage.table, end)
      })
      const results = tail ? tail.operands : [unit.node]
      f.call(kernel, at.place(unit.x), i32(stage.address(unit.weight)), ...results.map(pointer), at.width)
      return
    }
    case 'gradient': {
      const sizes = gradientSizes(unit, stage.layout.tiling, extents)
      const { inner, outer } = sizes
      at.clearPadding(unit.x)
      at.clearPadding(unit.g)
      const { zeros } = unit
      const kernel = kernels.get(`gradient ${inner} ${outer} ${tile} ${zeros?.key}`, (module, lanes) => {
        if (!zeros) return emitWeightGradient(module, lanes, sizes)
        const present = (k: number, n: number) => zeros.zero[k * outer + n] === 0
        return emitMaskedGradient(module, lanes, sizes, present, stage.table)
      })
      const operands = [at.place(unit.x), at.place(unit.g), sumAt(unit.node), at.accumulate, at.width]
      if (!zeros) operands.push(op('i32.add', at.scratch, i32(at.panel(unit.node))))
      f.call(kernel, ...operands)
      return
    }
    case 'row sums': {
      const features = rowSize(unit.x, extents)
      at.clearPadding(unit.x)
      const kernel = kernels.get(`row sums ${features} ${tile}`, (module, lanes) =>
        emitRowSums(module, lanes, { features, tile }),
      )
      f.call(kernel, at.place(unit.x), sumAt(unit.node), at.accumulate, at.width)
      return
    }
    case 'loop':
      emitLoop(f, kernels, unit, stage, at, emitUnit)
  }
}
