import { expand, isActive, placed } from './expand'
import type { Placed, StackNode } from './expand'
import { groupBy } from './group'
import type { BaseNode, BijectorNode, DataNode, Edge, FlowDocument, Graph, GraphNode, GroupNode } from './schema'

/** A document's flow in the order in which a sample is made: base, then bijectors from z to x. */
export interface Stack {
  readonly base: BaseNode
  /** As the chain has them. */
  readonly nodes: readonly StackNode[]
  /** As the flow has them: groups repeat after repeat, all with ids of their own, without those that are bypassed. */
  readonly bijectors: readonly BijectorNode[]
}

export const isBijector = (node: GraphNode): node is BijectorNode => node.kind === 'bijector'
export const isGroup = (node: GraphNode): node is GroupNode => node.kind === 'group'
export const isStackNode = (node: GraphNode): node is StackNode => isBijector(node) || isGroup(node)
export const isBase = (node: GraphNode): node is BaseNode => node.kind === 'base'
export const isData = (node: GraphNode): node is DataNode => node.kind === 'data'

/** The nodes met when walking along the edges from `start`, ending before a fork, a merge or a node met before. */
export function walk(graph: Graph, start: GraphNode): readonly GraphNode[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const onlyEdge = (edges: readonly Edge[]) => (edges.length === 1 ? edges[0] : undefined)
  const out = groupBy(graph.edges, (edge) => edge.from)
  const into = groupBy(graph.edges, (edge) => edge.to)
  const path = [start]
  const met = new Set([start.id])
  for (;;) {
    const edge = onlyEdge(out.get(path[path.length - 1].id) ?? [])
    const next = edge && onlyEdge(into.get(edge.to) ?? []) && nodes.get(edge.to)
    if (!next || met.has(next.id)) return path
    met.add(next.id)
    path.push(next)
  }
}

/** The one chain base → … → data that takes in every node and every edge, or null when the graph is not that. */
export function chainOf(graph: Graph): Stack | null {
  const base = graph.nodes.find(isBase)
  if (!base) return null
  const path = walk(graph, base)
  const nodes = path.filter(isStackNode)
  const complete = path.length === graph.nodes.length && graph.edges.length === path.length - 1
  return complete && isData(path[path.length - 1]) && nodes.length === path.length - 2
    ? { base, nodes, bijectors: expand(nodes).filter(isActive) }
    : null
}

/** The flow of a document that `checkDocument` found no error in, bijectors in order z → x. Throws on any other. */
export function stackOf(document: FlowDocument): Stack {
  const stack = chainOf(document.graph)
  if (!stack) throw new Error('internal: stackOf needs a document that checkDocument accepts')
  return stack
}

/**
 * What stands between base and data, in the order to show and edit it: along the chain z → x, or as listed while the
 * graph is no chain.
 */
export function nodesInOrder(document: FlowDocument): readonly StackNode[] {
  return chainOf(document.graph)?.nodes ?? document.graph.nodes.filter(isStackNode)
}

/** The blocks in that order, groups repeat after repeat. */
export const blocksInOrder = (document: FlowDocument): readonly BijectorNode[] => expand(nodesInOrder(document))

/** The same, each with where the document has it. */
export const placedInOrder = (document: FlowDocument): readonly Placed[] => placed(nodesInOrder(document))

/** Of these the ones that the flow has, which are those that are not bypassed. */
export const flowPlaces = (document: FlowDocument): readonly Placed[] =>
  placedInOrder(document).filter(({ block }) => isActive(block))

/** All nodes of the document, those inside of groups too, each after its group. */
export const allNodes = ({ graph }: Pick<FlowDocument, 'graph'>): readonly GraphNode[] =>
  graph.nodes.flatMap((node): readonly GraphNode[] => (isGroup(node) ? [node, ...node.nodes] : [node]))

/** The node of this id, at whatever depth. */
export const nodeWithId = (document: FlowDocument, id: string | null): GraphNode | undefined =>
  allNodes(document).find((node) => node.id === id)

/** The group that a block is in, if any. */
export const groupAround = (document: FlowDocument, id: string | null): GroupNode | undefined =>
  document.graph.nodes.filter(isGroup).find(({ nodes }) => nodes.some((node) => node.id === id))

/** The document's node behind an id that the flow speaks of: of a repeat, the block that is repeated. */
export const sourceOf = (document: FlowDocument, id: string): string =>
  placedInOrder(document).find(({ block }) => block.id === id)?.source.id ?? id
