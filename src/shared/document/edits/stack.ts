import { blocksInOrder, isBase, isBijector, isData } from '../chain'
import type { BijectorNode, Edge, FlowDocument } from '../schema'

/*
 * Edits of the stack. Each takes a document to the next and shares all that stays the same; an edit that changes
 * nothing returns the document itself. `index` counts bijectors from the base (z): 0 is the first. After each the graph
 * is one chain, whatever it was before. Ids that the document lacks are our own mistakes and throw.
 */

/** Puts a block at `index` of the stack, clamped to its ends; its neighbours are wired to it. */
export function insertBlock(document: FlowDocument, block: BijectorNode, index: number): FlowDocument {
  if (document.graph.nodes.some((node) => node.id === block.id)) {
    throw new Error(`internal: the document has a node "${block.id}" already`)
  }
  const blocks = [...blocksInOrder(document)]
  blocks.splice(clamp(index, 0, blocks.length), 0, block)
  return restack(document, blocks)
}

/** The index at which a block dropped on this edge belongs. */
export function indexOnEdge(document: FlowDocument, edge: Edge): number {
  const blocks = blocksInOrder(document)
  const before = blocks.findIndex((block) => block.id === edge.from)
  const after = blocks.findIndex((block) => block.id === edge.to)
  if (before >= 0) return before + 1
  return after >= 0 ? after : 0
}

/** Takes a block out and joins its neighbours. */
export function removeBlock(document: FlowDocument, id: string): FlowDocument {
  const block = blockOf(document, id)
  return restack(
    document,
    blocksInOrder(document).filter((other) => other !== block),
  )
}

/** Moves a block so that it ends up at `index` of the stack, clamped to its ends. */
export function moveBlock(document: FlowDocument, id: string, index: number): FlowDocument {
  const block = blockOf(document, id)
  const others = blocksInOrder(document).filter((other) => other !== block)
  others.splice(clamp(index, 0, others.length), 0, block)
  return restack(document, others)
}

/** Wires all blocks into one chain in the order in which they are shown: the remedy for a broken graph. */
export const reconnect = (document: FlowDocument): FlowDocument => restack(document, blocksInOrder(document))

/** The document with exactly these bijectors, in order z → x. Edges that remain keep their identity. */
export function restack(document: FlowDocument, blocks: readonly BijectorNode[]): FlowDocument {
  const { graph } = document
  const chain = [...graph.nodes.filter(isBase), ...blocks, ...graph.nodes.filter(isData)]
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

/** The bijector with this id. Throws when there is none. */
export function blockOf(document: FlowDocument, id: string): BijectorNode {
  const node = document.graph.nodes.find((candidate) => candidate.id === id)
  if (!node || !isBijector(node)) throw new Error(`internal: the document has no block "${id}"`)
  return node
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)

/** Whether both hold the same objects, in any order. */
const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item))
