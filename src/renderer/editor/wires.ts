import { chainOf } from '@shared/document/chain'
import type { Edge, FlowDocument } from '@shared/document/schema'
import { idOf } from './canvasChain'
import type { CanvasEdge, CanvasPlace, EdgeData, Hover } from './canvasData'
import { FRAME_HEADING, FRAME_INSET, REGION_HEADING, REGION_INSET, WIDTH, type Chain } from './layout'

type PlaceOf = (id: string) => CanvasPlace

/** While a block hovers, the wire it would enter glows; a block in the hand has left its place, and the wire is healed. */
export function edgesOf(chain: Chain, document: FlowDocument, hover: Hover | null, placeOf: PlaceOf): CanvasEdge[] {
  if (hover !== null || chainOf(document.graph)) return along(chain, hover, placeOf)
  return document.graph.edges.map((wire) => loose(wire, placeOf))
}

function along(chain: Chain, hover: Hover | null, placeOf: PlaceOf): CanvasEdge[] {
  const { path, glowing } = pathOf(chain, hover)
  const groupOf = (id: string) => chain.blocks.find((item) => typeof item !== 'string' && item.blocks.includes(id))
  /** Whether a block of the chain is, or is in, the item with this id. */
  const endsAt = (item: string, id: string) => item === id || idOf(groupOf(id) ?? '') === item
  return path.slice(1).map((to, i) => {
    const regions = chain.regions ?? []
    const left = regions.filter((region) => endsAt(region.to, path[i]) && !endsAt(region.to, to)).length
    const entered = regions.filter((region) => endsAt(region.from, to) && !endsAt(region.from, path[i])).length
    const [group, next] = [groupOf(path[i]), groupOf(to)]
    const under = left * REGION_HEADING + (group && group !== next ? FRAME_HEADING + FRAME_INSET : 0)
    const within = entered * REGION_INSET + (next && group !== next ? FRAME_INSET : 0)
    return edge(path[i], to, { glowing: i === glowing, under, within }, placeOf)
  })
}

/** A wire of a graph that is no chain, as the document has it. */
const loose = ({ from, to }: Edge, placeOf: PlaceOf): CanvasEdge =>
  edge(from, to, { glowing: false, under: 0, within: 0 }, placeOf)

/** From the base to the data through the blocks of all groups, and which of the wires between them a hover is over. */
export function pathOf(
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
