import { colourMap } from '@shared/catalogue/colourMaps/maps'
import type { Image } from './png'
import type { Colour, Place } from './strokes'
import type { Size } from './frame'

/** Amber, the colour of x, on the darkest colour of densities. */
const INK: Colour = [236, 160, 60]
const GROUND = colourMap('cividis').rgba.subarray(0, 3)

/** Half of a diamond's diagonal in pixels, and how much of the ground it hides. */
const [REACH, OPACITY] = [1.7, 0.6]

/** Points as filled diamonds; where many meet it is brighter. */
export function paintSamples(places: readonly Place[], size: Size): Image {
  const [width, height] = size
  const canvas = new Canvas(size)
  for (const [across, up] of places) {
    const [x, y] = [across * width - 0.5, (1 - up) * height - 0.5]
    for (let row = Math.ceil(y - REACH - 1); row <= y + REACH + 1; row++)
      for (let column = Math.ceil(x - REACH - 1); column <= x + REACH + 1; column++) {
        const inside = REACH + 0.5 - Math.abs(column - x) - Math.abs(row - y)
        canvas.blend(column, row, OPACITY * Math.min(1, Math.max(0, inside)))
      }
  }
  return canvas.image()
}

/** Bars side by side, as high as their shares of the height. */
export function paintBars(shares: readonly number[], size: Size): Image {
  const [width, height] = size
  const canvas = new Canvas(size)
  for (let column = 0; column < width; column++) {
    const high = shares[Math.floor((column * shares.length) / width)] * height
    for (let row = 0; row < height; row++)
      canvas.blend(column, row, Math.min(1, Math.max(0, high - (height - 1 - row))))
  }
  return canvas.image()
}

class Canvas {
  private readonly colours: Float32Array

  constructor(private readonly size: Size) {
    this.colours = Float32Array.from({ length: 3 * size[0] * size[1] }, (_, i) => GROUND[i % 3])
  }

  /** Ink over a pixel; what lies outside is left out. */
  blend(column: number, row: number, opacity: number): void {
    const [width, height] = this.size
    if (column < 0 || row < 0 || column >= width || row >= height) return
    const at = 3 * (row * width + column)
    for (let c = 0; c < 3; c++) this.colours[at + c] += opacity * (INK[c] - this.colours[at + c])
  }

  image(): Image {
    const [width, height] = this.size
    const rgba = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
      i % 4 === 3 ? 255 : Math.round(this.colours[3 * (i >> 2) + (i % 4)]),
    )
    return { width, height, rgba }
  }
}
