import { BLOCK_SIZE } from './layout'
import type { ChainLayout } from './layout'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const MARGIN = 16
/** Below this the words in a block cannot be read; a longer chain is panned instead. */
const LEAST_ZOOM = 0.6

/** The view that shows the whole chain, centred; a chain too long for that is shown from the data down. */
export function fitChain({ places }: ChainLayout, canvas: Size): Viewport {
  const last = places.at(-1)
  const height = last ? last.y + last.height : 0
  const zoom = Math.min(
    1,
    (canvas.height - 2 * MARGIN) / Math.max(1, height),
    (canvas.width - 2 * MARGIN) / BLOCK_SIZE.width,
  )
  const shown = Math.max(LEAST_ZOOM, zoom)
  return {
    x: Math.round((canvas.width - shown * BLOCK_SIZE.width) / 2),
    y: Math.round(Math.max(MARGIN, (canvas.height - shown * height) / 2)),
    zoom: shown,
  }
}
