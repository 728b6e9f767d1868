import { cpuContext } from '../../use/cpuCanvas'
import type { Rgb } from '../../use/useTheme'
import type { Cloud } from './planePicture'
import { coverPoints, pointMasks } from './pointMask'

/**
 * A cloud of points as pixels of its own. Thousands of marks written this way take the processor a millisecond or two;
 * a canvas takes ten times as long to copy them and fifty times to fill them as a path.
 */
export class PointRaster {
  readonly #canvas = document.createElement('canvas')
  readonly #context = cpuContext(this.#canvas)!
  readonly #masks: Float32Array
  #cover = new Float32Array(0)
  #image: ImageData | null = null
  /** Rows that have marks now, from the first to before the last. */
  #rows: readonly [number, number] = [0, 0]

  constructor(cloud: Cloud) {
    this.#masks = pointMasks(cloud)
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    // What the canvas made of the numbers: whole ones.
    const [w, h] = [this.#canvas.width, this.#canvas.height]
    this.#cover = new Float32Array(2 * w * h)
    this.#rows = [0, 0]
    this.#image = w > 0 && h > 0 ? new ImageData(w, h) : null
  }

  /** Paints the cloud afresh: places [n, 2] in pixels. */
  paint(places: Float32Array, ink: Rgb, halo: Rgb): void {
    if (this.#image === null) return
    const { width, height, data } = this.#image
    const before = this.#rows
    this.#cover.fill(0, 2 * width * before[0], 2 * width * before[1])
    this.#rows = coverPoints(this.#masks, places, this.#cover, width, height)
    // Rows of the marks that were there and of those that are: the others are empty and stay so.
    const [first, last] = [Math.min(before[0], this.#rows[0]), Math.max(before[1], this.#rows[1])]
    if (first >= last) return
    colour(this.#cover.subarray(2 * width * first, 2 * width * last), data.subarray(4 * width * first), ink, halo)
    this.#context.putImageData(this.#image, 0, 0, 0, first, width, last - first)
  }

  drawOn(context: CanvasRenderingContext2D): void {
    if (this.#image !== null) context.drawImage(this.#canvas, 0, 0)
  }

  dispose(): void {
    this.resize(0, 0)
  }
}

function colour(cover: Float32Array, pixels: Uint8ClampedArray, ink: Rgb, halo: Rgb): void {
  const [r, g, b] = halo.map((channel) => 255 * channel)
  const [dr, dg, db] = halo.map((channel, i) => 255 * (ink[i] - channel))
  for (let i = 0, to = 0; i < cover.length; i += 2, to += 4) {
    const alpha = cover[i]
    pixels[to + 3] = 255 * alpha
    if (alpha === 0) continue
    const share = cover[i + 1] / alpha
    pixels[to] = r + share * dr
    pixels[to + 1] = g + share * dg
    pixels[to + 2] = b + share * db
  }
}
