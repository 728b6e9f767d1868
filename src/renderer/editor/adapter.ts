import type { FlowDocument } from '@shared/document/schema'
import { blockColour } from '../ui/colour'
import { annotated, plainLook, type NoteLook, type RegionData } from './annotate'
import { chainOnCanvas, idOf, NONE } from './canvasChain'
import type { CanvasEdge, CanvasNode, CanvasPlace, Contents, Hover, NodeData } from './canvasData'
import { FRAME_INSET, layoutChain, REGION_REACH, REGION_STEP, WIDTH } from './layout'
import type { BlockForm, Chain, RegionPlace } from './layout'
import { edgesOf, pathOf } from './wires'

/**
 * Document → nodes of the graph library and wires between them. The document is plain JSON in our store and the picture is computed
 * from it afresh; nothing here is ever changed in place or read back.
 */

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
  const placeOf = (id: string): CanvasPlace => inHand.get(id) ?? at.get(id) ?? { x: 0, y: 0, height: 0 }
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
