import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type BatchAnalysis, type Extent } from '../analysis/batchAxis'
import { isConstant, uniformConstant } from '../analysis/constants'
import { SYNC_BYTES } from '../barrier'
import { aligned, planArena, type Lifetime } from '../plan/arena'
import { rowSize } from '../plan/clusters'
import { isAlias, type Schedule } from '../plan/schedule'
import type { RowUnit, Stage, UniformUnit, Unit } from '../plan/units'
import { operandNodes } from './operands'

/** How the batch is cut into tiles. */
export interface Tiling {
  readonly batch: number
  /** Rows of a tile. */
  readonly tile: number
  /** T: numbers from one element of a row to the next, at least the tile's rows. */
  readonly stride: number
  readonly tiles: number
}

/** Where a value of rows lies: in each thread's scratch, which the next tile overwrites, or kept for all tiles. */
export type RowPlace =
  | { readonly kind: 'scratch'; readonly offset: number }
  | { readonly kind: 'kept'; readonly base: number; readonly bytesPerTile: number }

/** Addresses in bytes of everything a program keeps. */
export interface Layout {
  readonly tiling: Tiling
  readonly uniform: ReadonlyMap<Node, number>
  readonly rows: ReadonlyMap<Node, RowPlace>
  /** Sums over rows: each thread's partial sums, and where their totals go. */
  readonly sums: {
    readonly nodes: readonly Node[]
    readonly total: number
    readonly partial: number
    readonly bytesPerThread: number
  }
  readonly scratch: { readonly base: number; readonly bytesPerThread: number }
  /** New values of inputs that are written somewhere else and copied when all is done: [from, to, bytes]. */
  readonly copies: readonly (readonly [from: number, to: number, bytes: number])[]
  /** Where more memory begins, for tables and the like. */
  readonly end: number
}

export interface LayoutOptions {
  readonly program: Program
  readonly analysis: BatchAnalysis
  readonly schedule: Schedule
  readonly stages: readonly Stage[]
  readonly tiling: Tiling
  readonly threads: number
  /** Bytes of a number. */
  readonly bytes: number
}

/** Memory of another node, and how many numbers from its start. */
export interface Alias {
  readonly root: Node
  readonly offset: number
}

const aliases = new WeakMap<Node, Alias>()

/** The node whose memory a uniform value is in. */
export function resolveAlias(node: Node): Alias {
  if (!isAlias(node)) return { root: node, offset: 0 }
  const known = aliases.get(node)
  if (known) return known
  const { root, offset } = resolveAlias(node.inputs[0])
  const perIndex = isOp(node, 'take') ? sizeOf(node.inputs[0].shape.slice(1)) : 0
  const first = isOp(node, 'take') ? (node.attributes.indices[0] ?? 0) : 0
  const alias = { root, offset: offset + first * perIndex }
  aliases.set(node, alias)
  return alias
}

const isRowUnit = (unit: Unit): unit is RowUnit => unit.kind !== 'flat' && unit.kind !== 'uniform'

/** Nodes that a unit writes. */
export function writtenBy(unit: Unit): readonly Node[] {
  switch (unit.kind) {
    case 'rows':
      return unit.cluster.stored
    case 'product':
      return unit.tail
        ? unit.tail.operands.filter((_, i) => unit.tail!.code.stores.some((s) => s.operand === i))
        : [unit.node]
    case 'flat':
      return unit.stored
    default:
      return [unit.node]
  }
}

export function planLayout(options: LayoutOptions): Layout {
  const { program, analysis, stages, tiling, threads, bytes } = options
  const { extents } = analysis
  let end = SYNC_BYTES
  const reserve = (size: number): number => {
    const at = end
    end += aligned(Math.max(size, 1))
    return at
  }
  const sizeInBytes = (node: Node) => sizeOf(node.shape) * bytes

  const order = stages.flatMap((stage, s) => (stage.units as readonly Unit[]).map((unit) => ({ unit, s })))
  const uniform = new Map<Node, number>()
  const rows = new Map<Node, RowPlace>()
  const kept = (node: Node): RowPlace => {
    const bytesPerTile = aligned(rowSize(node, extents) * tiling.stride * bytes)
    return { kind: 'kept', base: reserve(bytesPerTile * tiling.tiles), bytesPerTile }
  }

  // What lasts from run to run: inputs and constants.
  for (const node of program.nodes) {
    if (isOp(node, 'input')) {
      if (extents.get(node)!.kind === 'rows') rows.set(node, kept(node))
      else uniform.set(node, reserve(sizeInBytes(node)))
    }
  }

  // Readings, by the root of the memory that is read.
  const lastRead = new Map<Node, number>()
  const readers = new Map<Node, Set<number>>()
  order.forEach(({ unit }, step) => {
    for (const node of operandNodes(unit, extents)) {
      const root = isAlong(extents.get(node)!) && isRowUnit(unit) ? node : resolveAlias(node).root
      lastRead.set(root, step)
      readers.set(root, (readers.get(root) ?? new Set()).add(step))
    }
  })
  for (const root of readers.keys())
    if (isConstant(root) && (uniformConstant(root) === null || needsMemory(root, order, extents)))
      uniform.set(root, reserve(sizeInBytes(root)))

  const results = new Set([...program.outputs, ...program.updates].map(({ node }) => node))
  const forever = order.length

  // Sums over rows, all side by side: one pass adds the threads' parts.
  const sumNodes = order.flatMap(({ unit }) =>
    unit.kind === 'gradient' || unit.kind === 'row sums' ? [unit.node] : [],
  )
  const sumOffsets: number[] = []
  let sumBytes = 0
  for (const node of sumNodes) {
    sumOffsets.push(sumBytes)
    sumBytes += Math.ceil(sizeInBytes(node) / 16) * 16
  }
  const perThread = aligned(Math.max(sumBytes, 1))
  const total = reserve(perThread)
  const partial = threads === 1 ? total : reserve(perThread * threads)
  sumNodes.forEach((node, i) => uniform.set(node, total + sumOffsets[i]))

  // Updates in place, where the flat loop that computes the new value is the last to read the old one.
  const copies: [number, number, number][] = []
  const inPlace = new Map<Node, Node>()
  const inputOf = new Map(program.inputs.map((input) => [input.attributes.name, input]))
  order.forEach(({ unit }, step) => {
    if (unit.kind !== 'flat') return
    for (const { name, node } of program.updates) {
      const input = inputOf.get(name)!
      const steps = [...(readers.get(input) ?? [])]
      const last = steps.every((at) => at < step || (at === step && readsElementwise(unit, input)))
      if (unit.stored.includes(node) && last && !inPlace.has(node)) inPlace.set(node, input)
    }
  })
  for (const [node, input] of inPlace) uniform.set(node, uniform.get(input)!)

  // What lives for a while: uniform values over the whole run, rows' values over a tile.
  const lives: Lifetime<Node>[] = []
  const scratchLives: Lifetime<Node>[] = []
  order.forEach(({ unit, s }, step) => {
    for (const node of writtenBy(unit)) {
      if (isRowUnit(unit) && unit.kind !== 'gradient' && unit.kind !== 'row sums') {
        const steps = [...(readers.get(node) ?? [])]
        const staysInStage = steps.every((at) => order[at].s === s) && !results.has(node)
        if (!staysInStage) rows.set(node, kept(node))
        else
          scratchLives.push({
            key: node,
            bytes: rowSize(node, extents) * tiling.stride * bytes,
            first: step,
            last: Math.max(step, ...steps),
          })
      } else if (!uniform.has(node)) {
        const last = results.has(node) ? forever : (lastRead.get(node) ?? step)
        lives.push({ key: node, bytes: sizeInBytes(node), first: step, last })
      }
    }
  })
  // A result that no unit writes, as it is another's memory, keeps that.
  for (const node of results) {
    const { root } = resolveAlias(node)
    if (root === node) continue
    const at = lives.findIndex(({ key }) => key === root)
    if (at >= 0) lives[at] = { ...lives[at], last: forever }
  }
  const temporaries = planArena(lives)
  const temporariesBase = reserve(temporaries.bytes)
  for (const [node, offset] of temporaries.offsets) uniform.set(node, temporariesBase + offset)

  const scratch = planArena(scratchLives)
  for (const [node, offset] of scratch.offsets) rows.set(node, { kind: 'scratch', offset })
  const bytesPerThread = aligned(scratch.bytes)
  const scratchBase = reserve(bytesPerThread * threads)

  // Results that are constants themselves have their memory as well.
  for (const node of results) {
    const { root } = resolveAlias(node)
    if (isConstant(root) && !uniform.has(root)) uniform.set(root, reserve(sizeInBytes(root)))
  }
  for (const { name, node } of program.updates) {
    if (inPlace.get(node) === inputOf.get(name)) continue
    const { root, offset } = resolveAlias(node)
    const to = uniform.get(inputOf.get(name)!)!
    const from = uniform.get(root)! + offset * bytes
    // An old value that goes somewhere else is put aside first: it may be overwritten meanwhile.
    const aside = isOp(root, 'input') ? reserve(sizeInBytes(node)) : null
    if (aside !== null) copies.unshift([from, aside, sizeInBytes(node)])
    copies.push([aside ?? from, to, sizeInBytes(node)])
  }

  return {
    tiling,
    uniform,
    rows,
    sums: { nodes: sumNodes, total, partial, bytesPerThread: perThread },
    scratch: { base: scratchBase, bytesPerThread },
    copies,
    end,
  }
}

/** Whether a unit reads this input at the very element that it computes, so that it may write there. */
const readsElementwise = (unit: UniformUnit, input: Node): boolean =>
  unit.kind === 'flat' &&
  unit.nodes.every(({ inputs }) =>
    inputs.every(
      (operand) => resolveAlias(operand).root !== input || (operand === input && sizeOf(input.shape) === unit.size),
    ),
  )

/** Kernels other than loops over rows and flat arrays read all their operands from memory, single numbers too. */
const needsMemory = (
  root: Node,
  order: readonly { readonly unit: Unit }[],
  extents: ReadonlyMap<Node, Extent>,
): boolean =>
  order.some(
    ({ unit }) =>
      unit.kind !== 'rows' &&
      unit.kind !== 'flat' &&
      operandNodes(unit, extents).some((operand) => resolveAlias(operand).root === root),
  )
