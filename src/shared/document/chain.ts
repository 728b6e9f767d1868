import { groupBy } from './group'
import type { BaseNode, BijectorNode, DataNode, Edge, FlowDocument, Graph, GraphNode } from './schema'

/** A document's flow in the order in which a sample is made: base, then bijectors from z to x. */
export interface Stack {
  readonly base: BaseNode
  readonly bijectors: readonly BijectorNode[]
}

export const isBijector = (node: GraphNode): node is BijectorNode => node.kind === 'bijector'
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
  const bijectors = path.filter(isBijector)
  const complete = path.length === graph.nodes.length && graph.edges.length === path.length - 1
  return complete && isData(path[path.length - 1]) && bijectors.length === path.length - 2 ? { base, bijectors } : null
}

/** The flow of a document that `checkDocument` found no error in, bijectors in order z → x. Throws on any other. */
export function stackOf(document: FlowDocument): Stack {
  const stack = chainOf(document.graph)
  if (!stack) throw new Error('internal: stackOf needs a document that checkDocument accepts')
  return stack
}

/**
 * The bijectors in the order to show and edit them: along the chain z → x, or as listed while the graph is no chain.
 */
export function blocksInOrder(document: FlowDocument): readonly BijectorNode[] {
  return chainOf(document.graph)?.bijectors ?? document.graph.nodes.filter(isBijector)
}
