import { cssColour, type Rgb } from '../../use/useTheme'
import { cpuContext } from '../../use/cpuCanvas'
import type { Cloud } from './planePicture'

/** Side of a stamp in pixels: room for the mark and its halo. */
const SIDE = 11

/**
 * A point's mark drawn once and copied many times: thousands of copies cost the processor less than one path of
 * thousands of marks.
 */
export class Stamp {
  readonly #canvas = document.createElement('canvas')
  readonly #cloud: Cloud
  #drawn = ''

  constructor(cloud: Cloud) {
    this.#cloud = cloud
  }

  /** Draws the mark afresh where its inks have changed. */
  setInks(ink: Rgb, halo: Rgb): void {
    const wanted = [...ink, ...halo].join()
    if (wanted === this.#drawn) return
    this.#drawn = wanted
    this.#canvas.width = this.#canvas.height = SIDE // which also clears it
    const context = cpuContext(this.#canvas)!
    const middle = SIDE / 2
    const path = new Path2D()
    if (this.#cloud === 'data') path.arc(middle, middle, 2.75, 0, 2 * Math.PI)
    else {
      path.moveTo(middle, middle - 3.5)
      for (const [x, y] of [[3.5, 0], [0, 3.5], [-3.5, 0]]) path.lineTo(middle + x, middle + y) // prettier-ignore
      path.closePath()
    }
    context.lineWidth = this.#cloud === 'data' ? 3 : 2
    context.strokeStyle = cssColour(halo, 0.45)
    context.stroke(path)
    context.lineWidth = 1.1
    context.strokeStyle = cssColour(ink, 0.85)
    context.fillStyle = cssColour(ink, 0.9)
    if (this.#cloud === 'data') context.stroke(path)
    else context.fill(path)
  }

  /** Copies it to every place of [n, 2] in pixels that is on the picture; places that are no number are on none. */
  put(on: CanvasRenderingContext2D, places: Float32Array): void {
    const { width, height } = on.canvas
    for (let i = 0; i < places.length; i += 2) {
      const x = places[i] - SIDE / 2
      const y = places[i + 1] - SIDE / 2
      if (x > -SIDE && x < width && y > -SIDE && y < height) on.drawImage(this.#canvas, x, y)
    }
  }

  dispose(): void {
    this.#canvas.width = this.#canvas.height = 0
  }
}
