/**
 * Where the nodes of a stack stand. A flow is a chain, so its layout is a cumulative sum: data (x) at the top, base (z)
 * at the bottom, samples rise. Pixels at zoom 1; sizes are part of the look of saved work and do not change lightly.
 */

/** How much a block shows of itself: a long stack has compact blocks, so that its words can still be read. */
export type BlockForm = 'full' | 'compact'

export const WIDTH = 224
export const BLOCK_HEIGHTS: Readonly<Record<BlockForm, number>> = { full: 84, compact: 40 }
export const TERMINAL_HEIGHT = 44
export const GAPS: Readonly<Record<BlockForm, number>> = { full: 20, compact: 12 }

/** The frame round the blocks of a group: its heading, and the room between frame and blocks. */
export const FRAME_HEADING = 32
export const FRAME_INSET = 10
export const FRAME_WIDTH = WIDTH + 2 * FRAME_INSET

/** A titled part of the chain: its title, the room below its last block, and how far it reaches out beside the blocks. */
export const REGION_HEADING = 24
export const REGION_INSET = 8
export const REGION_REACH = FRAME_INSET + 8
/** How much further out the one is that holds another. */
export const REGION_STEP = 5

/** As many repeats as a document can have of a group. */
export const MOST_REPEATS = 64

export interface Place {
  readonly id: string
  readonly y: number
  readonly height: number
}

export interface ChainLayout {
  /** Data node, then blocks from the data to the base, each frame before what is in it, then the base. */
  readonly places: readonly Place[]
  /** The room made for a block that hovers over the chain, if any. */
  readonly opening: { readonly y: number } | null
  /** Titled parts, those that hold others first. */
  readonly regions: readonly RegionPlace[]
}

export interface RegionPlace extends Place {
  /** How many others it holds. */
  readonly holds: number
}

/** A titled part of the chain, by the ids of its two ends. */
export interface Region {
  readonly id: string
  /** On the side of z. */
  readonly from: string
  readonly to: string
}

/** A group, its blocks in order z → x. */
export interface Frame {
  readonly id: string
  readonly blocks: readonly string[]
  /** Shows its heading only, and nothing enters it; `blocks` is then empty. */
  readonly folded?: boolean
}

export interface Chain {
  readonly data: string | null
  /** In order z → x, as everywhere in the document. */
  readonly blocks: readonly (string | Frame)[]
  readonly base: string | null
  readonly regions?: readonly Region[]
}

/** Where something would enter: the index among the blocks of the chain, or of the group `into`, from 0 at the base. */
export interface Spot {
  readonly index: number
  readonly into: string | null
}

/** `openAt` makes room for a new block that would stand there. */
export function layoutChain({ data, blocks, base, regions = [] }: Chain, form: BlockForm, openAt?: Spot): ChainLayout {
  const [blockHeight, gap] = [BLOCK_HEIGHTS[form], GAPS[form]]
  const places: Place[] = []
  const spans = spansOf(regions, blocks)
  const tops = new Map<string, number>()
  const regionPlaces: RegionPlace[] = []
  let opening: { y: number } | null = null
  let y = 0

  const put = (id: string, height: number) => {
    places.push({ id, y, height })
    y += height + gap
  }
  const open = (index: number, into: string | null) => {
    if (openAt?.index !== index || openAt.into !== into) return
    opening = { y }
    y += blockHeight + gap
  }
  const stack = (items: Chain['blocks'], into: string | null) => {
    open(items.length, into)
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i]
      if (into === null) begin(i)
      if (typeof item === 'string') put(item, blockHeight)
      else putFrame(item)
      if (into === null) end(i)
      open(i, into)
    }
  }
  const begin = (i: number) => {
    for (const { id } of spans.filter(({ last }) => last === i)) {
      tops.set(id, y)
      y += REGION_HEADING
    }
  }
  const end = (i: number) => {
    for (const { id, holds } of spans.filter(({ first }) => first === i).reverse()) {
      const top = tops.get(id) ?? y
      y += REGION_INSET
      regionPlaces.push({ id, y: top, height: y - gap - top, holds })
    }
  }
  const putFrame = ({ id, blocks: inner, folded }: Frame) => {
    if (folded === true) {
      put(id, FRAME_HEADING)
      return
    }
    const [at, top] = [places.length, y]
    y += FRAME_HEADING + FRAME_INSET
    const start = y
    stack(inner, id)
    y += FRAME_INSET - (y > start ? gap : 0)
    places.splice(at, 0, { id, y: top, height: y - top })
    y += gap
  }

  if (data !== null) put(data, TERMINAL_HEIGHT)
  stack(blocks, null)
  if (base !== null) put(base, TERMINAL_HEIGHT)
  return { places, opening, regions: regionPlaces.sort((a, b) => b.holds - a.holds) }
}

/** Where regions begin and end among the blocks, those that hold others first. */
function spansOf(regions: readonly Region[], blocks: Chain['blocks']) {
  const ids = blocks.map((item) => (typeof item === 'string' ? item : item.id))
  const spans = regions
    .map(({ id, from, to }) => ({ id, first: ids.indexOf(from), last: ids.indexOf(to) }))
    .filter(({ first, last }) => first >= 0 && last >= first)
    .sort((a, b) => b.last - b.first - (a.last - a.first))
  return spans.map((span, i) => ({
    ...span,
    holds: spans.filter((other, j) => j > i && other.first >= span.first && other.last <= span.last).length,
  }))
}

/** How high the frame of a group is at rest. */
export const frameHeight = (frame: Frame, form: BlockForm): number =>
  layoutChain({ data: null, blocks: [frame], base: null }, form).places[0].height

/**
 * Where something held at height `y` enters the chain: above the blocks below it, on the side of z, and in a group when
 * it is held over that group's frame, unless it stands in the chain only (`outside`). Measured against the resting
 * layout, so that neighbours that make room do not move the answer; `seen` is the chain as it is drawn, when that is more.
 */
export function spotAt(y: number, chain: Chain, form: BlockForm, outside = false, seen: Chain = chain): Spot {
  const places = new Map(layoutChain(seen, form).places.map((place) => [place.id, place]))
  const below = (id: string): boolean => {
    const { y: top, height } = places.get(id)!
    return top + height / 2 > y
  }
  const frames = chain.blocks.filter((item) => typeof item !== 'string').filter(({ folded }) => folded !== true)
  const over = outside
    ? undefined
    : frames.find(({ id }) => {
        const { y: top, height } = places.get(id)!
        return y > top + FRAME_HEADING / 2 && y < top + height - FRAME_INSET / 2
      })
  return over
    ? { index: over.blocks.filter(below).length, into: over.id }
    : { index: chain.blocks.filter((item) => below(typeof item === 'string' ? item : item.id)).length, into: null }
}
