import { cpuContext } from '../../use/cpuCanvas'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import { cssColour as css } from '../../use/useTheme'
import { placesOn } from '../selecting/places'
import { checks, Layer } from './Layer'
import { linePath } from './linePath'
import { paintHeat } from './heatImage'
import { FAINT, type Cloud, type PlanePicture, type PointInks, type Shading } from './planePicture'
import { PointRaster } from './PointRaster'

/** Opacity of the isolines, innermost first. */
const LINE_ALPHA = [0.95, 0.75, 0.6] as const
const none = new Float32Array(0)

/**
 * The data plane on a 2-D canvas, painted by the processor: for windows without WebGL, and for those where WebGL is the
 * processor too, which then takes ten times as long.
 */
export class CanvasPlane implements PlanePicture {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #heat = new Layer()
  /** The data's points and those of them that are marked, which stay while the density changes. */
  readonly #data = new Layer()
  readonly #marked = new PointRaster('marked')
  #dataStale = true
  readonly #clouds: Record<Cloud, Float32Array> = { data: none, model: none, marked: none }
  #grid: DensityGrid | null = null
  #shading: Shading | null = null
  #inks: PointInks = { data: [1, 1, 1], model: [1, 1, 1], halo: [0, 0, 0] }
  #bounds: Bounds = [0, 1, 0, 1]
  #image: ImageData | null = null

  constructor(canvas: HTMLCanvasElement) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error('This window can draw neither with WebGL nor on a canvas.')
    this.#canvas = canvas
    this.#context = context
  }

  setGrid(grid: DensityGrid | null): void {
    this.#grid = grid
  }

  setShading(shading: Shading): void {
    this.#shading = shading
  }

  setInks(inks: PointInks): void {
    this.#inks = inks
    this.#dataStale = true
  }

  setPoints(cloud: Cloud, points: Float32Array): void {
    this.#clouds[cloud] = points
    this.#dataStale ||= cloud !== 'model'
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds
    this.#dataStale = true
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    this.#data.resize(width, height)
    this.#marked.resize(width, height)
    this.#dataStale = true
  }

  draw(): void {
    const { width, height } = this.#canvas
    this.#context.clearRect(0, 0, width, height)
    if (this.#grid !== null && this.#shading !== null) {
      this.#drawDensity(this.#grid, this.#shading)
      this.#drawLines(this.#grid, this.#shading)
    }
    this.#drawPoints(this.#context, 'model')
    if (this.#dataStale) {
      this.#data.context.clearRect(0, 0, width, height)
      this.#drawPoints(this.#data.context, 'data')
      this.#marked.paint(placesOn(this.#clouds.marked, this.#bounds, this.#canvas), this.#inks.data, this.#inks.halo)
      this.#dataStale = false
    }
    if (width > 0 && height > 0) {
      this.#context.globalAlpha = this.#clouds.marked.length > 0 ? FAINT : 1
      this.#context.drawImage(this.#data.canvas, 0, 0)
      this.#context.globalAlpha = 1
    }
    if (this.#clouds.marked.length > 0) this.#marked.drawOn(this.#context)
  }

  dispose(): void {
    this.#heat.resize(0, 0)
    this.#data.resize(0, 0)
    this.#marked.dispose()
  }

  readonly #at = (x: number, y: number): [number, number] => {
    const [x0, x1, y0, y1] = this.#bounds
    return [((x - x0) / (x1 - x0)) * this.#canvas.width, ((y1 - y) / (y1 - y0)) * this.#canvas.height]
  }

  #drawDensity(grid: DensityGrid, shading: Shading): void {
    const n = grid.resolution
    if (this.#image?.width !== n) {
      this.#image = new ImageData(n, n)
      this.#heat.resize(n, n)
    }
    const holes = paintHeat(this.#image, grid, shading)
    this.#heat.context.putImageData(this.#image, 0, 0)
    // Nodes lie at the ends of the bounds: half a cell of every outer pixel reaches beyond them.
    const [x0, x1, y0, y1] = grid.bounds
    const [hx, hy] = [(x1 - x0) / (n - 1) / 2, (y1 - y0) / (n - 1) / 2]
    const [left, top] = this.#at(x0 - hx, y1 + hy)
    const [right, bottom] = this.#at(x1 + hx, y0 - hy)
    if (holes) {
      this.#context.fillStyle = checks(this.#context)
      this.#context.fillRect(left, top, right - left, bottom - top)
    }
    this.#context.drawImage(this.#heat.canvas, left, top, right - left, bottom - top)
  }

  /** Light lines in a dark seam, to be seen on both ends of every map. */
  #drawLines(grid: DensityGrid, { levels }: Shading): void {
    levels.forEach((level, i) => {
      if (level === null) return
      const { bounds, resolution, logDensity } = grid
      const path = linePath({ bounds, resolution, values: logDensity }, level, this.#at)
      this.#context.lineJoin = 'round'
      for (const [ink, width] of [
        [css([0.05, 0.06, 0.1], 0.35), 2.6],
        [css([1, 1, 1], LINE_ALPHA[i]), 1.3],
      ] as const) {
        this.#context.lineWidth = width
        this.#context.strokeStyle = ink
        this.#context.stroke(path)
      }
    })
  }

  #drawPoints(context: CanvasRenderingContext2D, cloud: 'data' | 'model'): void {
    const points = this.#clouds[cloud]
    if (points.length === 0) return
    const path = new Path2D()
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = this.#at(points[i], points[i + 1])
      if (cloud === 'data') {
        path.moveTo(x + 2.75, y)
        path.arc(x, y, 2.75, 0, 2 * Math.PI)
      } else {
        path.moveTo(x, y - 3.5)
        path.lineTo(x + 3.5, y)
        path.lineTo(x, y + 3.5)
        path.lineTo(x - 3.5, y)
        path.closePath()
      }
    }
    const halo = css(this.#inks.halo, 0.45)
    const strokes: readonly (readonly [string, number])[] =
      cloud === 'data' ? [[halo, 3], [css(this.#inks.data, 0.85), 1.1]] : [[halo, 2]] // prettier-ignore
    for (const [ink, width] of strokes) {
      context.lineWidth = width
      context.strokeStyle = ink
      context.stroke(path)
    }
    context.fillStyle = css(this.#inks.model, 0.9)
    if (cloud === 'model') context.fill(path)
  }
}
