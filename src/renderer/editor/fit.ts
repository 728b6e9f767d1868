import { layoutChain, WIDTH } from './layout'
import type { BlockForm, Chain, ChainLayout, Place } from './layout'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** What is drawn beside and below the chain. */
export interface Extent {
  readonly left: number
  readonly width: number
  readonly bottom: number
}
const noMore: Extent = { left: 0, width: WIDTH, bottom: 0 }

const MARGIN = 16
/** Of the map beside a long chain. */
const MAP_ROOM = 44
/** Below this the words in a block cannot be read; a longer chain is panned instead, at the size it is drawn in. */
export const LEAST_ZOOM = 0.8
/** Below this the small words of a full block are hard to read, which a compact one shows larger. */
const FULL_ZOOM = 0.95
/** As small as the graph is ever drawn. */
export const MOST_DISTANT = 0.3

/** Full blocks while all of them can be read with ease at once, compact ones where those are larger. */
export function formFor(chain: Chain, canvas: Size): BlockForm {
  if (canvas.height === 0) return 'full'
  const [full, compact] = (['full', 'compact'] as const).map((form) => zoomFor(layoutChain(chain, form), canvas))
  return full >= Math.min(FULL_ZOOM, compact) ? 'full' : 'compact'
}

/** The view that shows the whole chain, centred; a chain too long for that is shown from the data down. */
export function fitChain(layout: ChainLayout, canvas: Size, extent = noMore): Viewport {
  const whole = zoomFor(layout, canvas, extent)
  const zoom = whole >= LEAST_ZOOM ? whole : pannedZoom(canvas, extent)
  const height = zoom * Math.max(heightOf(layout), extent.bottom)
  const beside = extent.width > WIDTH && height > canvas.height - 2 * MARGIN ? MAP_ROOM : 0
  return {
    x: Math.round(Math.max(0, (canvas.width - beside - zoom * extent.width) / 2) - zoom * extent.left),
    y: Math.round(Math.max(MARGIN, (canvas.height - height) / 2)),
    zoom,
  }
}

/** The view that has these places in its middle, as large as they are seen whole and no larger than drawn. */
export function fitPlaces(places: readonly Place[], canvas: Size): Viewport {
  const top = Math.min(...places.map(({ y }) => y))
  const bottom = Math.max(...places.map(({ y, height }) => y + height))
  const room = canvas.height - 2 * MARGIN
  const zoom = Math.max(MOST_DISTANT, Math.min(1, room / (bottom - top), (canvas.width - 2 * MARGIN) / WIDTH))
  return {
    x: Math.round((canvas.width - zoom * WIDTH) / 2),
    y: Math.round((canvas.height - zoom * (top + bottom)) / 2),
    zoom,
  }
}

/** The same view, moved just so far that all of `place` is in it. */
export function reveal(place: Place, viewport: Viewport, canvas: Size): Viewport {
  const top = viewport.y + viewport.zoom * place.y
  const bottom = top + viewport.zoom * place.height
  const up = Math.max(0, bottom - (canvas.height - MARGIN))
  const down = Math.max(0, MARGIN - top)
  return { ...viewport, y: Math.round(viewport.y + (down > 0 ? down : -up)) }
}

const heightOf = ({ places }: ChainLayout): number => places.reduce((_, { y, height }) => y + height, 0)

const zoomFor = (layout: ChainLayout, canvas: Size, extent = noMore): number =>
  Math.min(zoomAcross(canvas, extent), (canvas.height - 2 * MARGIN) / Math.max(1, extent.bottom, heightOf(layout)))

const zoomAcross = ({ width: room }: Size, { width }: Extent): number =>
  Math.min(1, (room - (width > WIDTH ? MARGIN : 2 * MARGIN)) / width)

/** Of a chain that is not seen whole anyway, with room for the map beside it. */
const pannedZoom = ({ width, height }: Size, extent: Extent): number =>
  Math.max(LEAST_ZOOM, zoomAcross({ width: width - (extent.width > WIDTH ? MAP_ROOM : 0), height }, extent))
