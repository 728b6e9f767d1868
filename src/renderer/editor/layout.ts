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

export interface Place {
  readonly id: string
  readonly y: number
  readonly height: number
}

export interface ChainLayout {
  /** Data node, then blocks from the data to the base, then the base. */
  readonly places: readonly Place[]
  /** The room made for a block that hovers over the chain, if any. */
  readonly opening: { readonly y: number } | null
}

export interface Chain {
  readonly data: string | null
  /** In order z → x, as everywhere in the document. */
  readonly blocks: readonly string[]
  readonly base: string | null
}

/** `openAt` = i makes room for a new block that would become number i, counted from 0 at the base. */
export function layoutChain({ data, blocks, base }: Chain, form: BlockForm, openAt?: number): ChainLayout {
  const [blockHeight, gap] = [BLOCK_HEIGHTS[form], GAPS[form]]
  const places: Place[] = []
  let opening: { y: number } | null = null
  let y = 0

  const put = (id: string, height: number) => {
    places.push({ id, y, height })
    y += height + gap
  }
  const open = (index: number) => {
    if (openAt !== index) return
    opening = { y }
    y += blockHeight + gap
  }

  if (data !== null) put(data, TERMINAL_HEIGHT)
  open(blocks.length)
  for (let i = blocks.length - 1; i >= 0; i--) {
    put(blocks[i], blockHeight)
    open(i)
  }
  if (base !== null) put(base, TERMINAL_HEIGHT)
  return { places, opening }
}

/**
 * The index at which a block held at height `y` enters the chain: the number of blocks below it, on the side of z.
 * Measured against the resting layout, so that neighbours that make room do not move the answer.
 */
export function insertionIndex(y: number, chain: Chain, form: BlockForm): number {
  const blocks = new Set(chain.blocks)
  return layoutChain(chain, form).places.filter((place) => blocks.has(place.id) && place.y + place.height / 2 > y)
    .length
}
