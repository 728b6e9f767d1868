import type { Rgb } from '../../use/useTheme'
import { layOver, packed } from './over'

/** One of the inks that a shape is drawn with. */
export interface Stroke {
  readonly ink: Rgb
  readonly alpha: number
  /** Pixels from the shape's core to where the ink ends: for a line, half its width. */
  readonly to: number
}

/** Strokes of one shape, ready to be laid over pixels. */
export interface Pen {
  /** Pixels from the core to where nothing of the shape is left. */
  readonly reach: number
  /** What is laid over a pixel by how near the core is: from 0 for `reach` away to NEAREST for within it. */
  readonly colours: Int32Array
}

const NEAREST = 255

/** A byte that falls with the square of the distance. */
export const nearness = (squared: number, reach: number): number => NEAREST - (NEAREST / (reach * reach)) * squared

/** A pen of strokes, the lowest first; `light` is the share of their opacity that is left to them together. */
export function penOf(strokes: readonly Stroke[], light = 1): Pen {
  const reach = Math.max(...strokes.map(({ to }) => to)) + 0.5
  const colours = Int32Array.from({ length: NEAREST + 1 }, (_, near) => {
    const distance = reach * Math.sqrt(1 - near / NEAREST)
    let [red, green, blue, all] = [0, 0, 0, 0]
    for (const { ink, alpha, to } of strokes) {
      // What an edge covers of a pixel that it runs along.
      const cover = alpha * Math.min(1, Math.max(0, to + 0.5 - distance))
      ;[red, green, blue] = [red, green, blue].map((below, i) => cover * ink[i] + (1 - cover) * below)
      all = cover + (1 - cover) * all
    }
    return packed(light * red, light * green, light * blue, light * all)
  })
  return { reach, colours }
}

/**
 * Shapes drawn with one pen, as the pixels near them. A pixel keeps how near the nearest of the shapes is, so that
 * joints, crossings and what lies on another are no darker than the rest, as of one path.
 */
export class ShapePixels {
  width = 0
  height = 0
  /** How near a shape is to every pixel; 0 but for those touched. */
  near = new Uint8Array(0)
  /** The pixels that are near a shape, as far as `count`. */
  touched = new Int32Array(0)
  count = 0

  resize(width: number, height: number): void {
    this.width = width
    this.height = height
    this.near = new Uint8Array(width * height)
    this.touched = new Int32Array(width * height)
    this.count = 0
  }

  /** Lays the shapes over a picture of the same size, and is empty again. */
  blendOn(image: ImageData, { colours }: Pen): void {
    const pixels = new Int32Array(image.data.buffer)
    const near = this.near
    const touched = this.touched
    for (let i = 0; i < this.count; i++) {
      const pixel = touched[i]
      layOver(pixels, pixel, colours[near[pixel]])
      near[pixel] = 0
    }
    this.count = 0
  }
}
