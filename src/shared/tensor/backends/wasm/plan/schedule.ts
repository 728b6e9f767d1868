import { isPointwise } from '../../../autodiff/partials'
import { isOp, type Node, type Program } from '../../../ir/program'
import { asRange } from '../../../ir/range'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type BatchAnalysis, type Extent } from '../../analysis/batchAxis'

/**
 * When a node is computed. Even stages compute uniform values, odd ones pass over the rows. Within a stage, nodes of one
 * level are independent of all but their own cluster's, and of lower levels.
 */
export interface Moment {
  readonly stage: number
  readonly level: number
}

export interface Schedule {
  /** Nodes wanted as rows, with their moments. Rows that only repeat a uniform value are written out by their readers. */
  readonly rows: ReadonlyMap<Node, Moment>
  /** Nodes wanted as uniform values; sums over rows among them, at the stage that passes over those. */
  readonly uniform: ReadonlyMap<Node, Moment>
}

/** Products with weights, which are kernels of their own. */
export const isProduct = (node: Node, extents: ReadonlyMap<Node, Extent>): boolean =>
  isOp(node, 'matmul') && node.shape.length === 2 && extents.get(node)!.kind === 'rows'

/** What reads its rows from memory and leaves its own there: a kernel by itself, or many. */
export const readsMemory = (node: Node, extents: ReadonlyMap<Node, Extent>): boolean =>
  isProduct(node, extents) || isOp(node, 'loop')

/** Elementwise on operands of its own size or single numbers: a loop over a flat array. */
export function isFlat(node: Node): boolean {
  if (!isPointwise(node.op) && node.op !== 'select' && node.op !== 'root') return false
  const size = sizeOf(node.shape)
  return node.inputs.every(({ shape }) => sizeOf(shape) === size || sizeOf(shape) === 1)
}

/** Uniform values that are other values' memory under another shape. */
export function isAlias(node: Node): boolean {
  if (isOp(node, 'reshape') || isOp(node, 'stopGradient')) return true
  if (!isOp(node, 'take') || node.attributes.axis !== 0) return false
  return asRange(node.attributes.indices) !== null
}

/** For each node, those that use it. */
export function readersOf(program: Program): ReadonlyMap<Node, readonly Node[]> {
  const readers = new Map<Node, Node[]>()
  for (const node of program.nodes)
    for (const input of new Set(node.inputs)) {
      const list = readers.get(input)
      if (list) list.push(node)
      else readers.set(input, [node])
    }
  return readers
}

const before = (a: Moment, b: Moment) => a.stage < b.stage || (a.stage === b.stage && a.level < b.level)
const later = (a: Moment, b: Moment): Moment => (before(a, b) ? b : a)
const earlier = (a: Moment, b: Moment): Moment => (before(a, b) ? a : b)

export function schedule(program: Program, { extents }: BatchAnalysis): Schedule {
  const { wantRows, wantUniform } = demands(program, extents)
  const rows = new Map<Node, Moment>()
  const uniform = new Map<Node, Moment>()
  for (const node of program.nodes) {
    if (wantUniform.has(node)) uniform.set(node, uniformMoment(node, extents, rows, uniform))
    if (wantRows.has(node)) rows.set(node, rowsMoment(node, extents, rows, uniform))
  }
  postpone(program, extents, rows, uniform)
  return { rows, uniform }
}

/** What of the program is needed in which form. */
function demands(program: Program, extents: ReadonlyMap<Node, Extent>) {
  const [wantRows, wantUniform] = [new Set<Node>(), new Set<Node>()]
  for (const { node } of [...program.outputs, ...program.updates])
    (extents.get(node)!.kind === 'rows' ? wantRows : wantUniform).add(node)
  for (const node of [...program.nodes].reverse()) {
    const { kind } = extents.get(node)!
    const asRows = wantRows.has(node)
    for (const input of node.inputs) {
      const along = isAlong(extents.get(input)!)
      if ((asRows || (kind === 'reduced' && wantUniform.has(node))) && along) wantRows.add(input)
      else if (asRows || wantUniform.has(node)) wantUniform.add(input)
      // A repeated value may be wanted both ways.
      if (asRows && wantUniform.has(node) && kind === 'repeated') wantUniform.add(input)
    }
  }
  return { wantRows, wantUniform }
}

type Moments = ReadonlyMap<Node, Moment>

function uniformMoment(node: Node, extents: ReadonlyMap<Node, Extent>, rows: Moments, uniform: Moments): Moment {
  if (extents.get(node)!.kind === 'reduced')
    return node.inputs.map((input) => rows.get(input)!).reduce(later, { stage: 1, level: 0 })
  return node.inputs
    .map((input) => {
      const { stage, level } = uniform.get(input)!
      if (extents.get(input)!.kind === 'reduced') return { stage: stage + 1, level: 0 }
      return isOp(input, 'input') || isOp(input, 'constant')
        ? { stage, level }
        : { stage, level: level + (together(node, input) ? 0 : 1) }
    })
    .reduce(later, { stage: 0, level: 0 })
}

/** Whether a uniform node is computed in one loop with its operand. */
const together = (node: Node, input: Node): boolean =>
  isFlat(node) && isFlat(input) && sizeOf(node.shape) === sizeOf(input.shape)

function rowsMoment(node: Node, extents: ReadonlyMap<Node, Extent>, rows: Moments, uniform: Moments): Moment {
  return node.inputs
    .map((input) => {
      const asRows = isAlong(extents.get(input)!)
      if (!asRows) {
        const { stage } = uniform.get(input)!
        return { stage: extents.get(input)!.kind === 'reduced' ? stage + 2 : stage + 1, level: 0 }
      }
      const { stage, level } = rows.get(input)!
      return { stage, level: level + (readsMemory(input, extents) ? 1 : 0) }
    })
    .reduce(later, { stage: 1, level: 0 })
}

/**
 * Moves nodes to where they are used, when that keeps no more numbers in memory meanwhile: derivatives of activations to
 * the backward pass, decayed moments to the update.
 */
function postpone(
  program: Program,
  extents: ReadonlyMap<Node, Extent>,
  rows: Map<Node, Moment>,
  uniform: Map<Node, Moment>,
): void {
  const users = readersOf(program)
  const kept = new Set([...program.outputs, ...program.updates].map(({ node }) => node))
  for (const node of [...program.nodes].reverse()) {
    if (kept.has(node) || isOp(node, 'input') || isOp(node, 'constant')) continue
    const readers = users.get(node) ?? []
    const own = rows.get(node)
    if (own && extents.get(node)!.kind === 'rows' && !readsMemory(node, extents) && !isOp(node, 'loopResult')) {
      const target = readers.map((reader) => rowsReadAt(reader, rows, uniform)).reduce(earlierOrNull, null)
      if (target && before(own, target) && keepsLess(node, target, extents, users, rows, uniform))
        rows.set(node, target)
    } else if (uniform.has(node) && isFlat(node) && extents.get(node)!.kind === 'uniform') {
      const target = readers
        .map((reader) => uniformReadAt(node, reader, extents, rows, uniform))
        .reduce(earlierOrNull, null)
      if (target && before(uniform.get(node)!, target)) uniform.set(node, target)
    }
  }
}

const earlierOrNull = (a: Moment | null, b: Moment | null): Moment | null => (a && b ? earlier(a, b) : (a ?? b))

const rowsReadAt = (reader: Node, rows: Moments, uniform: Moments): Moment | null =>
  rows.get(reader) ?? uniform.get(reader) ?? null

/** The latest moment at which a uniform node may be computed for this reader. */
function uniformReadAt(
  node: Node,
  reader: Node,
  extents: ReadonlyMap<Node, Extent>,
  rows: Moments,
  uniform: Moments,
): Moment | null {
  const asRows = rows.get(reader)
  const asUniform = uniform.get(reader)
  const own = uniform.get(node)!
  const forRows = asRows && later(own, { stage: asRows.stage - 1, level: 0 })
  if (!asUniform || extents.get(reader)!.kind === 'reduced') return forRows ?? null
  const { stage, level } = asUniform
  // Levels count up from the stage's first, so that what a level-0 node reads may join it only in a common loop.
  const forUniform = together(reader, node) ? asUniform : level > 0 ? { stage, level: level - 1 } : null
  return earlierOrNull(forUniform ?? own, forRows ?? null)
}

/** Whether computing the node at `target` keeps no more numbers in memory until then than keeping its own value. */
function keepsLess(
  node: Node,
  target: Moment,
  extents: ReadonlyMap<Node, Extent>,
  users: ReadonlyMap<Node, readonly Node[]>,
  rows: Moments,
  uniform: Moments,
): boolean {
  const fresh = [...new Set(node.inputs)].filter((input) => {
    if (extents.get(input)!.kind !== 'rows' || isOp(input, 'input')) return false
    const others = (users.get(input) ?? []).filter((reader) => reader !== node)
    return !others.some((reader) => {
      const at = rowsReadAt(reader, rows, uniform)
      return at !== null && !before(at, target)
    })
  })
  return fresh.reduce((total, input) => total + sizeOf(input.shape), 0) <= sizeOf(node.shape)
}
