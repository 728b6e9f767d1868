import type { Edge as FlowEdge, Node as FlowNode } from '@vue-flow/core'
import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import type { BlockEntry } from '@shared/catalogue/types'
import { blocksInOrder } from '@shared/document/chain'
import type { Issue } from '@shared/document/issue'
import type { BijectorNode, FlowDocument, GraphNode } from '@shared/document/schema'
import { blockColour } from '../ui/colour'
import { layoutChain } from './layout'
import type { BlockForm, Chain } from './layout'

/**
 * Document → nodes and edges of the graph library. The document is plain JSON in our store and the picture is computed
 * from it afresh; nothing here is ever changed in place or read back.
 */

export interface BlockData {
  readonly kind: 'block'
  readonly node: BijectorNode
  /** Undefined for a type that this version does not know. */
  readonly entry: BlockEntry | undefined
  /** Place in the stack, 1…K from the base. */
  readonly k: number
  readonly K: number
  readonly colour: string
  readonly form: BlockForm
  readonly issues: readonly Issue[]
}

export interface TerminalData {
  readonly kind: 'base' | 'data'
  readonly title: string
  readonly note: string
  readonly issues: readonly Issue[]
}

export interface GhostData {
  readonly kind: 'ghost'
  readonly colour: string
  readonly form: BlockForm
}

export type NodeData = BlockData | TerminalData | GhostData

export interface EdgeData {
  readonly glowing: boolean
}

export type CanvasNode = FlowNode<NodeData>
export type CanvasEdge = FlowEdge<EdgeData>

/** What hovers over the chain, and at which place it would enter. */
export interface Hover {
  readonly index: number
  /** A block of the stack on its way to another place, with the spot where the hand holds it; null for a new block. */
  readonly held: { readonly id: string; readonly x: number; readonly y: number } | null
}

/** What the nodes show, by id. */
export type Contents = ReadonlyMap<string, NodeData>

/** The chain to lay out: base, blocks in order z → x, data; without the block that is being moved. */
export function chainOnCanvas(document: FlowDocument, moving?: string): Chain {
  const find = (kind: 'base' | 'data') => document.graph.nodes.find((node) => node.kind === kind)?.id ?? null
  const blocks = blocksInOrder(document).map((block) => block.id)
  return { data: find('data'), blocks: blocks.filter((id) => id !== moving), base: find('base') }
}

/** What each node shows; computed apart from the places, so that a drag draws no block afresh. */
export function contentsOf(
  document: FlowDocument,
  issues: readonly Issue[],
  source: { readonly title: string; readonly note: string },
  form: BlockForm,
): Contents {
  const blocks = blocksInOrder(document)
  const K = blocks.length
  const content = (node: GraphNode): NodeData => {
    const own = issues.filter((issue) => issue.node === node.id)
    switch (node.kind) {
      case 'base':
        return { kind: 'base', title: baseEntry(node.type)?.label ?? node.type, note: 'base distribution', issues: own }
      case 'data':
        return { kind: 'data', ...source, issues: own }
      case 'bijector': {
        const k = blocks.indexOf(node) + 1
        const entry = blockEntry(node.type)
        return { kind: 'block', node, entry, k, K, colour: blockColour(k, K), form, issues: own }
      }
      default:
        return node satisfies never
    }
  }
  return new Map(document.graph.nodes.map((node) => [node.id, content(node)]))
}

/** Nodes and edges at their places, with room made for what hovers. */
export function toCanvas(
  document: FlowDocument,
  contents: Contents,
  form: BlockForm,
  hover: Hover | null,
): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const held = hover?.held ?? null
  const chain = chainOnCanvas(document, held?.id)
  const { places, opening } = layoutChain(chain, form, hover?.index)
  const at = new Map(places.map((place) => [place.id, { x: 0, y: place.y }]))
  const nodes = [...contents].map(([id, content]) =>
    held?.id === id ? canvasNode(id, held, content, 'in-hand') : canvasNode(id, at.get(id) ?? { x: 0, y: 0 }, content),
  )
  if (opening && hover) {
    const colour = blockColour(hover.index + 1, chain.blocks.length + 1)
    nodes.push(canvasNode(GHOST, { x: 0, y: opening.y }, { kind: 'ghost', colour, form }))
  }
  return { nodes, edges: edgesOf(chain, document, hover) }
}

/** Not an id that a document may have. */
const GHOST = ':ghost'

/** Every field is given each time: the library merges into the node it has. */
const canvasNode = (id: string, { x, y }: { x: number; y: number }, data: NodeData, hand = ''): CanvasNode => ({
  id,
  type: data.kind === 'base' || data.kind === 'data' ? 'terminal' : data.kind,
  position: { x, y },
  data,
  class: hand,
  zIndex: hand ? 10 : data.kind === 'ghost' ? 0 : 1,
})

/** While a block hovers, the wire it would enter glows; a block in the hand has left its place, and the wire is healed. */
function edgesOf(chain: Chain, document: FlowDocument, hover: Hover | null): CanvasEdge[] {
  if (hover === null) return document.graph.edges.map(({ from, to }) => edge(from, to, false))
  const path = [chain.base, ...chain.blocks, chain.data].filter((id) => id !== null)
  return path.slice(1).map((to, i) => edge(path[i], to, i === hover.index))
}

const edge = (from: string, to: string, glowing: boolean): CanvasEdge => ({
  id: `${from}-${to}`,
  type: 'chain',
  source: from,
  target: to,
  data: { glowing },
})
