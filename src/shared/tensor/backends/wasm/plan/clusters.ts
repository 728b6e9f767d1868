import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type Extent } from '../analysis/batchAxis'
import { traceCluster, type Cluster, type TracedCluster } from '../rows/trace'
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
 * Groups nodes of one moment, given in the program's order, into clusters as large as a kernel may be. Their order is
 * one in which they can be computed.
 */
export function groupNodes(nodes: readonly Node[], extents: ReadonlyMap<Node, Extent>): Group[] {
  const groupOf = new Map<Node, Node[]>()
  const groups: Node[][] = []
  const costs = new Map<readonly Node[], number>()
  const costOf = (parts: readonly (readonly Node[])[]) =>
    parts.reduce((total, part) => total + (costs.get(part) ?? totalCost(part, extents)), 0)
  const fits = (parts: readonly (readonly Node[])[]) => {
    if (costOf(parts) <= LONGEST) return true
    const all = parts.flat()
    // What will be stored is not known yet: the last node surely is, if any.
    const cluster = { nodes: all, stored: all.slice(-1) }
    return possibleTurns(cluster.stored, extents).some(
      (turns) => (traced(cluster, extents, turns)?.code.instructions.length ?? Infinity) <= LONGEST,
    )
  }
  for (const node of nodes) {
    const found = new Set(node.inputs.map((input) => groupOf.get(input)).filter((group) => group !== undefined))
    const inOrder = groups.filter((group) => found.has(group))
    const last = inOrder.at(-1)
    const others = inOrder.slice(0, -1)
    if (last && mergeable(groups, inOrder) && fits([...inOrder, [node]])) {
      costs.set(last, costOf([...inOrder, [node]]))
      last.push(...others.flat(), node)
      if (others.length > 0) last.sort((a, b) => a.id - b.id)
      for (const other of others) {
        groups.splice(groups.indexOf(other), 1)
        for (const moved of other) groupOf.set(moved, last)
      }
      groupOf.set(node, last)
    } else if (last && fits([last, [node]])) {
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
