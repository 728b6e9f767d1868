import type { Rgb } from '../../use/useTheme'
import type { Bounds } from '../bounds'
import type { Cloud } from './planePicture'
import { SUBPIXELS } from './pointMask'
import { nearness, penOf, type Pen, type ShapePixels } from './ShapePixels'

/** Side of a mark's square in pixels, with room for its halo. */
const SIDE = 11
const HALF = (SIDE - 1) / 2

/** Pixels from a mark's core: the line of a circle, a disc or a diamond a pixel smaller than what is filled. */
const circle = (dx: number, dy: number): number => Math.abs(Math.hypot(dx, dy) - 2.75)
const fromCore: Readonly<Record<Cloud, (dx: number, dy: number) => number>> = {
  rest: circle,
  data: circle,
  model: (dx, dy) => Math.max(0, (Math.abs(dx) + Math.abs(dy) - 3.5) * Math.SQRT1_2 + 1),
  marked: (dx, dy) => Math.max(0, Math.hypot(dx, dy) - 2),
}
/** Pixels from the core to the ends of a mark's ink and of its halo, and their opacities. */
const STROKES = {
  rest: { ink: { to: 0.65, alpha: 0.85 }, halo: { to: 1.5, alpha: 0.45 } },
  data: { ink: { to: 0.65, alpha: 0.85 }, halo: { to: 1.5, alpha: 0.45 } },
  model: { ink: { to: 1, alpha: 0.9 }, halo: { to: 2, alpha: 0.45 } },
  marked: { ink: { to: 1, alpha: 1 }, halo: { to: 2, alpha: 0.9 } },
} as const

/** `light` is the share of a mark's opacity that is left to it. */
export function markPen(cloud: Cloud, ink: Rgb, halo: Rgb, light = 1): Pen {
  const strokes = STROKES[cloud]
  return penOf([{ ink: halo, ...strokes.halo }, { ink, ...strokes.ink }], light) // prettier-ignore
}

/** How near a mark's core is to the pixels of its square, by its place within a pixel: [SUBPIXELS², SIDE²]. */
function stampsOf(cloud: Cloud): Uint8Array {
  const reach = STROKES[cloud].halo.to + 0.5
  const inPixel = (place: number): number => ((place % SUBPIXELS) + 0.5) / SUBPIXELS
  return Uint8Array.from({ length: (SUBPIXELS * SIDE) ** 2 }, (_, i) => {
    const [place, pixel] = [Math.floor(i / SIDE ** 2), i % SIDE ** 2]
    const dx = (pixel % SIDE) - HALF + 0.5 - inPixel(place)
    const dy = Math.floor(pixel / SIDE) - HALF + 0.5 - inPixel(Math.floor(place / SUBPIXELS))
    return Math.max(0, nearness(fromCore[cloud](dx, dy) ** 2, reach))
  })
}
const STAMPS: Readonly<Record<Cloud, Uint8Array>> = {
  rest: stampsOf('rest'),
  data: stampsOf('data'),
  model: stampsOf('model'),
  marked: stampsOf('marked'),
}

/**
 * Draws points [n, 2] of the plane over a picture of what lies within `bounds`; what is no number is left out. Marks of
 * a cloud are one shape, but those that are marked lie over each other, each in its halo.
 */
export function paintMarks(
  image: ImageData,
  by: ShapePixels,
  cloud: Cloud,
  points: Float32Array,
  [x0, x1, y0, y1]: Bounds,
  pen: Pen,
): void {
  const [perX, perY] = [image.width / (x1 - x0), image.height / (y1 - y0)]
  for (let i = 0; i < points.length; i += 2) {
    addMark(by, STAMPS[cloud], (points[i] - x0) * perX, (y1 - points[i + 1]) * perY)
    if (cloud === 'marked') by.blendOn(image, pen)
  }
  by.blendOn(image, pen)
}

/** Adds a mark at a place in pixels, as much of it as is on the picture. */
function addMark(to: ShapePixels, stamps: Uint8Array, x: number, y: number): void {
  const { width, height, near, touched } = to
  if (!(x > -HALF && y > -HALF && x < width + HALF && y < height + HALF)) return
  let { count } = to
  const px = Math.floor(x)
  const py = Math.floor(y)
  const place = Math.floor((y - py) * SUBPIXELS) * SUBPIXELS + Math.floor((x - px) * SUBPIXELS)
  const left = px - HALF
  const top = py - HALF
  const first = Math.max(0, -left)
  const last = Math.min(SIDE, width - left)
  const lastRow = Math.min(SIDE, height - top)
  for (let row = Math.max(0, -top); row < lastRow; row++) {
    const stamp = (place * SIDE + row) * SIDE
    const pixel = (top + row) * width + left
    for (let column = first; column < last; column++) {
      const here = stamps[stamp + column]
      const before = near[pixel + column]
      if (here <= before) continue
      near[pixel + column] = here
      if (before === 0) touched[count++] = pixel + column
    }
  }
  to.count = count
}
