import type { Node as FlowNode } from '@vue-flow/core'
import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import type { BlockEntry } from '@shared/catalogue/types'
import { allNodes, chainOf, flowPlaces, nodesInOrder, placedInOrder } from '@shared/document/chain'
import type { Issue } from '@shared/document/issue'
import type { BijectorNode, Edge, FlowDocument, GraphNode, GroupNode } from '@shared/document/schema'
import { blockColour } from '../ui/colour'
import { annotated, plainLook, regionsOf, saidOf } from './annotate'
import type { NoteData, NoteLook, RegionData } from './annotate'
import { FRAME_INSET, layoutChain, REGION_REACH, REGION_STEP, WIDTH } from './layout'
import type { BlockForm, Chain, Frame, RegionPlace, Spot } from './layout'
import { setAsideIn, type SetAside } from './setAside'
import { t } from '../strings/t'

/**
 * Document → nodes of the graph library and wires between them. The document is plain JSON in our store and the picture is computed
 * from it afresh; nothing here is ever changed in place or read back.
 */

export interface BlockData {
  readonly kind: 'block'
  /** With the settings of the repeat that is shown. */
  readonly node: BijectorNode
  /** What the flow calls it. */
  readonly idInFlow: string
  /** Undefined for a type that this version does not know. */
  readonly entry: BlockEntry | undefined
  /** Place in the flow, 1…K from the base; 0 of a block that is bypassed. */
  readonly k: number
  readonly K: number
  readonly colour: string
  readonly form: BlockForm
  readonly aside: SetAside
  /** Its notes and the frames around it, in words. */
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface GroupData {
  readonly kind: 'group'
  readonly node: GroupNode
  /** Places in the flow of its first and last block, all repeats counted; 0 where all are bypassed. */
  readonly first: number
  readonly last: number
  readonly colours: readonly [first: string, last: string]
  readonly aside: SetAside
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface TerminalData {
  readonly kind: 'base' | 'data'
  readonly title: string
  readonly note: string
  readonly said: readonly string[]
  readonly issues: readonly Issue[]
}

export interface GhostData {
  readonly kind: 'ghost'
  readonly colour: string
  readonly form: BlockForm
}

/** Of a node of the document. */
export type StackData = BlockData | GroupData | TerminalData
export type NodeData = StackData | GhostData | RegionData | NoteData

export interface EdgeData {
  readonly glowing: boolean
  /** Whether it leaves a group, whose heading then lies across it. */
  readonly leaves: boolean
  /** Titles of frames that lie across it. */
  readonly titles: number
}

export type CanvasNode = FlowNode<NodeData>

/** A wire from `source` up to `target`, whose middle it reaches from below. */
export interface CanvasEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly x: number
  /** Where the target ends. */
  readonly y: number
  /** Down from there to the source. */
  readonly length: number
  readonly data: EdgeData
}

type PlaceOf = (id: string) => CanvasPlace

/** What hovers over the chain, and at which place it would enter. */
export interface Hover {
  readonly spot: Spot
  /** A block or group of the stack on its way to another place, with the spot where the hand holds it; null for a new block. */
  readonly held: { readonly id: string; readonly x: number; readonly y: number } | null
  /** All stand as they did: the wire glows, and no room is made. */
  readonly still?: boolean
}

/** The colour of a block that has no place in the flow. */
export const LEFT_OUT = 'var(--left-out)'

/** What the nodes show, by id. */
export type Contents = ReadonlyMap<string, StackData>

const NONE: ReadonlySet<string> = new Set()

/** The chain to lay out: base, blocks and groups in order z → x, data; without what is being moved. */
export function chainOnCanvas(document: FlowDocument, moving?: string, folded = NONE): Chain {
  const find = (kind: 'base' | 'data') => document.graph.nodes.find((node) => node.kind === kind)?.id ?? null
  const blocks = nodesInOrder(document).map((node) => (node.kind === 'group' ? frameOf(node, moving, folded) : node.id))
  return {
    data: find('data'),
    blocks: blocks.filter((item) => idOf(item) !== moving),
    base: find('base'),
    regions: regionsOf(document, moving),
  }
}

const frameOf = ({ id, nodes }: GroupNode, moving: string | undefined, folded: ReadonlySet<string>): Frame =>
  folded.has(id)
    ? { id, blocks: [], folded: true }
    : { id, blocks: nodes.map((block) => block.id).filter((inner) => inner !== moving) }

const idOf = (item: string | Frame): string => (typeof item === 'string' ? item : item.id)

/** What each node shows; computed apart from the places, so that a drag draws no block afresh. */
export function contentsOf(
  document: FlowDocument,
  issues: readonly Issue[],
  source: { readonly title: string; readonly note: string },
  form: BlockForm,
  shownRepeat: (group: GroupNode) => number = () => 1,
): Contents {
  const stack = placedInOrder(document)
  const flow = flowPlaces(document).map(({ block }) => block.id)
  const K = flow.length
  const shown = new Map(
    stack.flatMap(({ source, block, group, repeat }) =>
      group && shownRepeat(group) !== repeat ? [] : [[source.id, { block, k: flow.indexOf(block.id) + 1 }] as const],
    ),
  )
  const placesOf = (group: GroupNode) =>
    stack.flatMap((placed) => (placed.group === group ? [flow.indexOf(placed.block.id) + 1] : [])).filter((k) => k > 0)
  const colourOf = (k: number) => (k > 0 ? blockColour(k, K) : LEFT_OUT)
  const asideOf = setAsideIn(document)
  const content = (node: GraphNode): StackData => {
    const own = issues.filter((issue) => issue.node === node.id)
    const said = saidOf(document, node.id)
    switch (node.kind) {
      case 'base':
        return {
          kind: 'base',
          title: baseEntry(node.type)?.label ?? node.type,
          note: t('inspector.base.note'),
          said,
          issues: own,
        }
      case 'data':
        return { kind: 'data', ...source, said, issues: own }
      case 'bijector': {
        const { block, k } = shown.get(node.id) ?? { block: node, k: 0 }
        const shownNode = block === node ? node : { ...block, id: node.id }
        const [entry, colour] = [blockEntry(node.type), colourOf(k)]
        const aside = asideOf(node.id)
        return {
          kind: 'block',
          node: shownNode,
          idInFlow: block.id,
          entry,
          k,
          K,
          colour,
          form,
          aside,
          said,
          issues: own,
        }
      }
      case 'group': {
        const [first = 0, last = first] = [placesOf(node).at(0), placesOf(node).at(-1)]
        const colours = [colourOf(first), colourOf(last)] as const
        return { kind: 'group', node, first, last, colours, aside: asideOf(node.id), said, issues: own }
      }
      default:
        return node satisfies never
    }
  }
  return new Map(allNodes(document).map((node) => [node.id, content(node)]))
}

/** Nodes and edges at their places, with room made for what hovers. */
export function toCanvas(
  document: FlowDocument,
  contents: Contents,
  form: BlockForm,
  hover: Hover | null,
  folded = NONE,
  look: NoteLook = plainLook,
): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const held = hover?.held ?? null
  const chain = chainOnCanvas(document, held?.id, folded)
  const { places, opening, regions } =
    hover?.still === true
      ? layoutChain(chainOnCanvas(document, undefined, folded), form)
      : layoutChain(chain, form, hover?.spot)
  const at = new Map(places.map((place) => [place.id, { ...place, x: 0 }]))
  const inHand = new Map(
    held ? inHandOf(chainOnCanvas(document, undefined, folded), held, form).map((place) => [place.id, place]) : [],
  )
  const hidden = new Set(
    document.graph.nodes.flatMap((node) =>
      node.kind === 'group' && folded.has(node.id) ? node.nodes.map(({ id }) => id) : [],
    ),
  )
  const shown = [...contents].filter(([id]) => !hidden.has(id))
  const placeOf: PlaceOf = (id) => inHand.get(id) ?? at.get(id) ?? { x: 0, y: 0, height: 0 }
  const nodes = shown.map(([id, content]) => canvasNode(id, placeOf(id), content, inHand.has(id) ? 'in-hand' : ''))
  const notes = annotated(document, regions, (id) => inHand.get(id) ?? at.get(id), look)
  for (const { place, data } of notes.regions) nodes.push(regionNode(place, data))
  for (const { key, x, y, data } of notes.notes) nodes.push(canvasNode(`:note-${key}`, { x, y, height: 0 }, data))
  if (opening && hover) {
    const { path, glowing } = pathOf(chain, hover)
    const colour = blockColour(glowing + 1, path.length - 1)
    nodes.push(canvasNode(GHOST, { x: 0, y: opening.y, height: 0 }, { kind: 'ghost', colour, form }))
  }
  return { nodes, edges: edgesOf(chain, document, hover, placeOf) }
}

/** Not an id that a document may have. */
const GHOST = ':ghost'

interface CanvasPlace {
  readonly x: number
  readonly y: number
  readonly height: number
}

/** Where the hand holds a block, or a group with all that is in it. */
function inHandOf(
  chain: Chain,
  { id, x, y }: NonNullable<Hover['held']>,
  form: BlockForm,
): readonly (CanvasPlace & { readonly id: string })[] {
  const item = chain.blocks.find((one) => idOf(one) === id) ?? id
  const { places } = layoutChain({ data: null, blocks: [item], base: null }, form)
  return places.map((place) => ({ ...place, x, y: y + place.y }))
}

/** Every field is given each time: the library merges into the node it has. */
const canvasNode = (id: string, { x, y, height }: CanvasPlace, data: NodeData, hand = ''): CanvasNode => ({
  id,
  type: data.kind === 'base' || data.kind === 'data' ? 'terminal' : data.kind,
  position: { x: data.kind === 'group' ? x - FRAME_INSET : x, y },
  data,
  class: hand,
  style: data.kind === 'group' ? { height: `${String(height)}px` } : {},
  zIndex: (hand ? 10 : 0) + (data.kind === 'ghost' || data.kind === 'group' ? 1 : 2),
})

/** Behind all else, and wider by a step for each frame that it holds. */
function regionNode({ id, y, height, holds }: RegionPlace, data: RegionData): CanvasNode {
  const reach = REGION_REACH + holds * REGION_STEP
  const node = canvasNode(`:region-${id}`, { x: -reach, y, height }, data)
  return { ...node, style: { width: `${String(WIDTH + 2 * reach)}px`, height: `${String(height)}px` }, zIndex: -1 }
}

/** While a block hovers, the wire it would enter glows; a block in the hand has left its place, and the wire is healed. */
function edgesOf(chain: Chain, document: FlowDocument, hover: Hover | null, placeOf: PlaceOf): CanvasEdge[] {
  if (hover !== null || chainOf(document.graph)) return along(chain, hover, placeOf)
  return document.graph.edges.map((wire) => loose(wire, placeOf))
}

function along(chain: Chain, hover: Hover | null, placeOf: PlaceOf): CanvasEdge[] {
  const { path, glowing } = pathOf(chain, hover)
  const groupOf = (id: string) => chain.blocks.find((item) => typeof item !== 'string' && item.blocks.includes(id))
  /** Whether a block of the chain is, or is in, the item with this id. */
  const endsAt = (item: string, id: string) => item === id || idOf(groupOf(id) ?? '') === item
  return path.slice(1).map((to, i) => {
    const group = groupOf(path[i])
    const titles = (chain.regions ?? []).filter((region) => endsAt(region.to, path[i]) && !endsAt(region.to, to)).length
    const leaves = group !== undefined && group !== groupOf(to)
    return edge(path[i], to, { glowing: i === glowing, leaves, titles }, placeOf)
  })
}

/** A wire of a graph that is no chain, as the document has it. */
const loose = ({ from, to }: Edge, placeOf: PlaceOf): CanvasEdge =>
  edge(from, to, { glowing: false, leaves: false, titles: 0 }, placeOf)

/** From the base to the data through the blocks of all groups, and which of the wires between them a hover is over. */
function pathOf(
  { base, blocks, data }: Chain,
  hover: Hover | null,
): { readonly path: readonly string[]; readonly glowing: number } {
  const idsIn = (items: Chain['blocks']) =>
    items.flatMap((item) => (typeof item === 'string' ? [item] : item.folded === true ? [item.id] : item.blocks))
  const path = [base, ...idsIn(blocks), data].filter((id) => id !== null)
  if (hover === null) return { path, glowing: -1 }
  const { index, into } = hover.spot
  const frame = blocks.findIndex((item) => idOf(item) === into)
  const before = frame < 0 ? idsIn(blocks.slice(0, index)).length : idsIn(blocks.slice(0, frame)).length + index
  return { path, glowing: before }
}

function edge(from: string, to: string, data: EdgeData, placeOf: PlaceOf): CanvasEdge {
  const [below, above] = [placeOf(from), placeOf(to)]
  const y = above.y + above.height
  return {
    id: `${from}-${to}`,
    source: from,
    target: to,
    x: above.x + WIDTH / 2,
    y,
    length: Math.max(0, below.y - y),
    data,
  }
}
