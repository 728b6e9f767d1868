import { cpuContext } from '../../use/cpuCanvas'
import type { Rgb } from '../../use/useTheme'
import type { Cloud } from './planePicture'
import { PointCover, type Box } from './PointCover'
import { pointMasks } from './pointMask'

/**
 * A cloud of points as pixels of its own. Thousands of marks written this way take the processor a millisecond or two;
 * a canvas takes ten times as long to copy them and fifty times to fill them as a path.
 */
export class PointRaster {
  readonly #canvas = document.createElement('canvas')
  readonly #context = cpuContext(this.#canvas)!
  readonly #cover: PointCover
  #image: ImageData | null = null
  #pixels = new Uint32Array(0)
  /** What holds the marks that are there now. */
  #box: Box | null = null

  constructor(cloud: Exclude<Cloud, 'rest'>) {
    this.#cover = new PointCover(pointMasks(cloud))
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    // What the canvas made of the numbers: whole ones.
    const [w, h] = [this.#canvas.width, this.#canvas.height]
    this.#cover.resize(w, h)
    this.#box = null
    this.#image = w > 0 && h > 0 ? new ImageData(w, h) : null
    this.#pixels = new Uint32Array(this.#image === null ? new ArrayBuffer(0) : this.#image.data.buffer)
  }

  /** Paints the cloud afresh: places [n, 2] in pixels. */
  paint(places: Float32Array, ink: Rgb, halo: Rgb): void {
    if (this.#image === null) return
    const before = this.#box
    this.#cover.clear(this.#pixels)
    this.#box = this.#cover.lay(places)
    this.#cover.colour(this.#pixels, ink, halo)
    // Where marks were, and where they are: all else is clear and stays so.
    const stale = before === null || this.#box === null ? (before ?? this.#box) : around(before, this.#box)
    if (stale === null) return
    const { left, top, right, bottom } = stale
    this.#context.putImageData(this.#image, 0, 0, left, top, right - left, bottom - top)
  }

  /** Draws no more of it than has marks. */
  drawOn(context: CanvasRenderingContext2D): void {
    if (this.#box === null) return
    const { left, top, right, bottom } = this.#box
    const [width, height] = [right - left, bottom - top]
    context.drawImage(this.#canvas, left, top, width, height, left, top, width, height)
  }

  dispose(): void {
    this.resize(0, 0)
  }
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})
