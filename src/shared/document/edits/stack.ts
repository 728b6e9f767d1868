import { groupAround, isBase, isData, isStackNode, nodesInOrder, nodeWithId } from '../chain'
import { needsAlternating } from '../expand'
import type { StackNode } from '../expand'
import { idsOf, withOwnIds } from '../ids'
import type { BijectorNode, Edge, FlowDocument, GroupNode } from '../schema'
import { followed, readdressed, renamings } from './annotations'

/*
 * Edits of the stack. Each takes a document to the next and shares all that stays the same; an edit that changes
 * nothing returns the document itself. `index` counts from the base (z), 0 being the first: blocks and groups of the
 * chain, or with `into`, the id of a group, the blocks of that. After each the graph is one chain, whatever it was
 * before. Ids that the document lacks are our own mistakes and throw.
 */

/** Puts a block or a group at `index`, clamped to the ends; in the chain its neighbours are wired to it. */
export function insertBlock(
  document: FlowDocument,
  node: StackNode,
  index: number,
  into: string | null = null,
): FlowDocument {
  if (nodeWithId(document, node.id)) throw new Error(`internal: the document has a node "${node.id}" already`)
  return put(document, node, index, into)
}

/** The index at which a block dropped on this edge belongs. */
export function indexOnEdge(document: FlowDocument, edge: Edge): number {
  const nodes = nodesInOrder(document)
  const before = nodes.findIndex((node) => node.id === edge.from)
  const after = nodes.findIndex((node) => node.id === edge.to)
  if (before >= 0) return before + 1
  return after >= 0 ? after : 0
}

/** Takes a block or a group out and joins its neighbours. A group goes with the last of its blocks. */
export const removeBlock = (document: FlowDocument, id: string): FlowDocument =>
  followed(document, without(document, id))

function without(document: FlowDocument, id: string): FlowDocument {
  const node = stackNodeOf(document, id)
  const group = groupAround(document, id)
  if (group && group.nodes.length > 1) return withBlocks(document, group, otherThan(group.nodes, node))
  return restack(document, otherThan(nodesInOrder(document), group ?? node))
}

/**
 * Moves a block or a group so that it ends up at `index`, clamped to the ends. A group that goes with the last of its
 * blocks is counted by that index as if it stayed.
 */
export const moveBlock = (
  document: FlowDocument,
  id: string,
  index: number,
  into: string | null = null,
): FlowDocument => followed(document, moved(document, id, index, into), id)

function moved(document: FlowDocument, id: string, index: number, into: string | null): FlowDocument {
  const node = stackNodeOf(document, id)
  const group = groupAround(document, id)
  if (into !== null && into === group?.id) {
    const blocks = inserted(otherThan(group.nodes, node), node as BijectorNode, index)
    return sameOrder(blocks, group.nodes) ? document : withBlocks(document, group, blocks)
  }
  if (into === null && !group) return restack(document, inserted(otherThan(nodesInOrder(document), node), node, index))
  const next = without(document, id)
  const gone = group && into === null && !nodeWithId(next, group.id) && nodesInOrder(document).indexOf(group) < index
  return put(next, node, gone ? index - 1 : index, into)
}

/** Wires all blocks into one chain in the order in which they are shown: the remedy for a broken graph. */
export const reconnect = (document: FlowDocument): FlowDocument => restack(document, nodesInOrder(document))

/** The document with exactly these blocks and groups, in order z → x. Edges that remain keep their identity. */
export function restack(document: FlowDocument, stack: readonly StackNode[]): FlowDocument {
  const { graph } = document
  const chain = [...graph.nodes.filter(isBase), ...stack, ...graph.nodes.filter(isData)]
  const edges = chain.slice(1).map((node, index) => {
    const wanted = { from: chain[index].id, to: node.id }
    return graph.edges.find((edge) => edge.from === wanted.from && edge.to === wanted.to) ?? wanted
  })
  // nodes are kept where they are listed unless blocks come or go, so that reordering touches edges only
  const kept = new Set(chain)
  const nodes = graph.nodes.length === chain.length && graph.nodes.every((node) => kept.has(node)) ? graph.nodes : chain
  const same = nodes === graph.nodes && sameItems(edges, graph.edges)
  return same ? document : { ...document, graph: { nodes, edges } }
}

/** The bijector with this id, in a group or not. Throws when there is none. */
export function blockOf(document: FlowDocument, id: string): BijectorNode {
  const node = nodeWithId(document, id)
  if (node?.kind !== 'bijector') throw new Error(`internal: the document has no block "${id}"`)
  return node
}

/** The group with this id. Throws when there is none. */
export function groupOf(document: FlowDocument, id: string): GroupNode {
  const node = nodeWithId(document, id)
  if (node?.kind !== 'group') throw new Error(`internal: the document has no group "${id}"`)
  return node
}

/** The block or group with this id. Throws when there is none. */
export function stackNodeOf(document: FlowDocument, id: string): StackNode {
  const node = nodeWithId(document, id)
  if (!node || !isStackNode(node)) throw new Error(`internal: the document has no block or group "${id}"`)
  return node
}

/** The document with another group in a group's place. */
export function replaceGroup(document: FlowDocument, group: GroupNode, next: GroupNode): FlowDocument {
  const others = { ...document, graph: { ...document.graph, nodes: otherThan(document.graph.nodes, group) } }
  const own = withOwnIds(next, idsOf(others))
  return restack(
    readdressed(
      { ...document, graph: { ...document.graph, nodes: replaced(document.graph.nodes, group, own) } },
      new Map(renamings(next, own)),
    ),
    replaced(nodesInOrder(document), group, own),
  )
}

function put(document: FlowDocument, node: StackNode, index: number, into: string | null): FlowDocument {
  if (into === null) return restack(document, inserted(nodesInOrder(document), node, index))
  if (node.kind === 'group') throw new Error(`internal: the group "${node.id}" cannot be in another group`)
  const group = groupOf(document, into)
  return withBlocks(document, group, inserted(group.nodes, node, index))
}

/** The group with other blocks. While it alternates as they need it, it goes on to do so. */
function withBlocks(document: FlowDocument, group: GroupNode, nodes: BijectorNode[]): FlowDocument {
  const follows = group.alternate === needsAlternating(group.nodes)
  const alternate = follows ? needsAlternating(nodes) : group.alternate
  return replaceGroup(document, group, { ...group, alternate, nodes })
}

function inserted<N>(nodes: readonly N[], node: N, index: number): N[] {
  const at = Math.min(Math.max(index, 0), nodes.length)
  return [...nodes.slice(0, at), node, ...nodes.slice(at)]
}

const otherThan = <N>(nodes: readonly N[], node: unknown): N[] => nodes.filter((other) => other !== node)

const replaced = <N>(nodes: readonly N[], from: N, to: N): N[] => nodes.map((node) => (node === from ? to : node))

const sameOrder = <T>(a: readonly T[], b: readonly T[]): boolean => a.every((item, index) => item === b[index])

/** Whether both hold the same objects, in any order. */
const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item))
