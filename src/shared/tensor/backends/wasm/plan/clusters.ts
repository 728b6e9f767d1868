import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import { Draft, traceCluster, type Cluster, type TracedCluster } from '../rows/trace'
import { NotLoopable, rowShape } from '../rows/turns'

/** Vector instructions that one kernel may have, about: longer ones take the runtime too long to compile. */
const LONGEST = 2500

/** Elements that are written out rather than looped over. */
const UNROLLED = 160

/** A cluster under construction: nodes of one moment, in the order of the program. */
export interface Group {
  readonly nodes: readonly Node[]
}

/** Elements of a node at one row. */
export function rowSize(node: Node, extents: ReadonlyMap<Node, Extent>): number {
  const extent = extents.get(node)!
  return sizeOf(isAlong(extent) ? rowShape(node.shape, extent.axis) : node.shape)
}

/** Vector instructions that a node becomes, unrolled. */
function cost(node: Node, extents: ReadonlyMap<Node, Extent>): number {
  const size = rowSize(node, extents)
  if (['reshape', 'transpose', 'take', 'broadcast', 'concat'].includes(node.op)) return 0
  if (isOp(node, 'gather')) return 2 * size * (node.inputs[0].shape.at(-1) ?? 1)
  if (isOp(node, 'triangularSolve')) return (size * size) / 2
  if (isOp(node, 'matmul')) return size * node.inputs[0].shape[node.shape.length - 1]
  if (isOp(node, 'root')) return 30 * size
  return isOp(node, 'sum') || isOp(node, 'maxReduce') ? rowSize(node.inputs[0], extents) : size
}

const totalCost = (nodes: readonly Node[], extents: ReadonlyMap<Node, Extent>): number =>
  nodes.reduce((total, node) => total + cost(node, extents), 0)

/** Turns that a loop over leading axes of all these nodes may have, most first. */
function possibleTurns(stored: readonly Node[], extents: ReadonlyMap<Node, Extent>): number[] {
  const perNode = stored.map((node) => {
    const extent = extents.get(node)!
    let product = 1
    return new Set(isAlong(extent) ? rowShape(node.shape, extent.axis).map((n) => (product *= n)) : [])
  })
  const [first = new Set<number>(), ...others] = perNode
  return [...first].filter((turns) => turns > 1 && others.every((set) => set.has(turns))).sort((a, b) => b - a)
}

/** The cluster's code in so many turns; null when it cannot be. */
function traced(cluster: Cluster, extents: ReadonlyMap<Node, Extent>, turns: number): TracedCluster | null {
  try {
    return traceCluster(cluster, extents, turns)
  } catch (error) {
    if (error instanceof NotLoopable) return null
    throw error
  }
}

/** The number of turns in which a cluster's kernel loops: 1 for what is small or cannot be looped. */
export function turnsOf(cluster: Cluster, extents: ReadonlyMap<Node, Extent>): number {
  if (totalCost(cluster.nodes, extents) <= UNROLLED) return 1
  return possibleTurns(cluster.stored, extents).find((turns) => traced(cluster, extents, turns)) ?? 1
}

/**
 * The code of a growing group in as many turns as it may have, written on from node to node: written anew for each, long
 * groups would take the square of their length.
 */
class Drafts {
  /** With how many of the group's nodes each has; null where the group cannot have so many turns, or is too long in them. */
  readonly #drafts = new Map<number, { readonly draft: Draft; nodes: number } | null>()

  constructor(private readonly extents: ReadonlyMap<Node, Extent>) {}

  /**
   * Whether the group, given as it now is, can have one node more and still be a kernel. What will be stored is not known
   * yet: the last node surely is, if any.
   */
  take(group: readonly Node[], node: Node): boolean {
    return possibleTurns([node], this.extents).some((turns) => {
      const written = this.#writtenTo(group, turns)
      if (!written?.draft.add(node, LONGEST, true)) return false
      written.nodes++
      return true
    })
  }

  /** The draft in so many turns with all of the group's nodes. */
  #writtenTo(group: readonly Node[], turns: number) {
    let written = this.#drafts.get(turns)
    if (written === undefined) written = { draft: new Draft(this.extents, turns), nodes: 0 }
    const missing = written === null ? [] : group.slice(written.nodes)
    if (written && missing.every((node) => written!.draft.add(node, LONGEST, false))) written.nodes = group.length
    else written = null
    this.#drafts.set(turns, written)
    return written
  }
}

/**
 * Groups nodes of one moment, given in the program's order, into clusters as large as a kernel may be. Their order is
 * one in which they can be computed.
 */
export function groupNodes(nodes: readonly Node[], extents: ReadonlyMap<Node, Extent>): Group[] {
  const groupOf = new Map<Node, Node[]>()
  const groups: Node[][] = []
  const costs = new Map<readonly Node[], number>()
  const costOf = (parts: readonly (readonly Node[])[]) =>
    parts.reduce((total, part) => total + (costs.get(part) ?? totalCost(part, extents)), 0)
  const drafts = new Map<readonly Node[], Drafts>()
  /** Whether these groups and a node that reads them are short enough for one kernel, written out or in turns. */
  const fits = (parts: readonly (readonly Node[])[], node: Node) => {
    if (costOf([...parts, [node]]) <= LONGEST) return true
    const known = parts.length === 1 ? drafts.get(parts[0]) : undefined
    const written = known ?? new Drafts(extents)
    if (parts.length === 1) drafts.set(parts[0], written)
    return written.take(parts.flat(), node)
  }
  for (const node of nodes) {
    const found = new Set(node.inputs.map((input) => groupOf.get(input)).filter((group) => group !== undefined))
    const inOrder = groups.filter((group) => found.has(group))
    const last = inOrder.at(-1)
    const others = inOrder.slice(0, -1)
    if (last && mergeable(groups, inOrder) && fits(inOrder, node)) {
      costs.set(last, costOf([...inOrder, [node]]))
      last.push(...others.flat(), node)
      if (others.length > 0) {
        last.sort((a, b) => a.id - b.id)
        drafts.delete(last)
      }
      for (const other of others) {
        groups.splice(groups.indexOf(other), 1)
        for (const moved of other) groupOf.set(moved, last)
      }
      groupOf.set(node, last)
    } else if (last && fits([last], node)) {
      costs.set(last, costOf([last, [node]]))
      last.push(node)
      groupOf.set(node, last)
    } else {
      const group = [node]
      groups.push(group)
      costs.set(group, totalCost(group, extents))
      groupOf.set(node, group)
    }
  }
  return groups.map((group) => ({ nodes: group }))
}

/** Whether moving the earlier of these groups to the last one's place leaves none that needs them before. */
function mergeable(groups: readonly Node[][], sources: readonly Node[][]): boolean {
  const last = groups.indexOf(sources[sources.length - 1])
  return sources.slice(0, -1).every((source) => {
    const held = new Set(source)
    return groups
      .slice(groups.indexOf(source) + 1, last)
      .every(
        (between) =>
          sources.includes(between) || !between.some(({ inputs }) => inputs.some((input) => held.has(input))),
      )
  })
}
