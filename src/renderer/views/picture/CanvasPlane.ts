import { cpuContext } from '../../use/cpuCanvas'
import type { Bounds } from '../bounds'
import { MAP_SIZE } from '../colourMaps/maps'
import type { DensityGrid } from '../grid'
import type { Cloud, PlanePicture, PointInks, Shading } from './planePicture'

const css = ([r, g, b]: readonly [number, number, number]): string =>
  `rgb(${String(Math.round(255 * r))} ${String(Math.round(255 * g))} ${String(Math.round(255 * b))})`

/** The data plane on a 2-D canvas, for machines without WebGL: the same picture save the isolines. */
export class CanvasPlane implements PlanePicture {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #heat = document.createElement('canvas')
  readonly #clouds: Record<Cloud, Float32Array> = { data: new Float32Array(0), model: new Float32Array(0) }
  #grid: DensityGrid | null = null
  #shading: Shading | null = null
  #inks: PointInks = { data: [1, 1, 1], model: [1, 1, 1], halo: [0, 0, 0] }
  #bounds: Bounds = [0, 1, 0, 1]

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
  }

  setPoints(cloud: Cloud, points: Float32Array): void {
    this.#clouds[cloud] = points
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
  }

  draw(): void {
    const { width, height } = this.#canvas
    this.#context.clearRect(0, 0, width, height)
    if (this.#grid !== null && this.#shading !== null) this.#drawDensity(this.#grid, this.#shading)
    this.#drawPoints('model')
    this.#drawPoints('data')
  }

  dispose(): void {
    this.#heat.width = this.#heat.height = 0
  }

  #at(x: number, y: number): [number, number] {
    const [x0, x1, y0, y1] = this.#bounds
    return [((x - x0) / (x1 - x0)) * this.#canvas.width, ((y1 - y) / (y1 - y0)) * this.#canvas.height]
  }

  #drawDensity(grid: DensityGrid, shading: Shading): void {
    const image = heatImage(grid, shading)
    this.#heat.width = this.#heat.height = grid.resolution
    cpuContext(this.#heat)!.putImageData(image, 0, 0)
    // Nodes lie at the ends of the bounds: half a cell of every outer pixel reaches beyond them.
    const [x0, x1, y0, y1] = grid.bounds
    const [hx, hy] = [(x1 - x0) / (grid.resolution - 1) / 2, (y1 - y0) / (grid.resolution - 1) / 2]
    const [left, top] = this.#at(x0 - hx, y1 + hy)
    const [right, bottom] = this.#at(x1 + hx, y0 - hy)
    this.#context.drawImage(this.#heat, left, top, right - left, bottom - top)
  }

  #drawPoints(cloud: Cloud): void {
    const points = this.#clouds[cloud]
    const path = new Path2D()
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = this.#at(points[i], points[i + 1])
      if (cloud === 'data') path.moveTo(x + 2.75, y)
      if (cloud === 'data') path.arc(x, y, 2.75, 0, 2 * Math.PI)
      else path.addPath(new Path2D(`M${String(x)} ${String(y - 3.5)}l3.5 3.5-3.5 3.5-3.5-3.5z`))
    }
    this.#context.lineWidth = cloud === 'data' ? 1.1 : 1
    this.#context.strokeStyle = css(cloud === 'data' ? this.#inks.data : this.#inks.halo)
    this.#context.fillStyle = css(this.#inks.model)
    this.#context.stroke(path)
    if (cloud === 'model') this.#context.fill(path)
  }
}

/** The grid through the colour map, top row first as images want it. Zero density takes the lowest colour. */
function heatImage(grid: DensityGrid, { map, scale, range }: Shading): ImageData {
  const n = grid.resolution
  const image = new ImageData(n, n)
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const logDensity = grid.logDensity[(n - 1 - row) * n + column]
      const value = scale === 'log' ? logDensity : Math.exp(logDensity)
      const t = Math.min(1, Math.max(0, (value - range.low) / (range.high - range.low)))
      const entry = 4 * Math.round((MAP_SIZE - 1) * (Number.isNaN(t) ? 0 : t))
      image.data.set(map.rgba.subarray(entry, entry + 4), 4 * (row * n + column))
    }
  }
  return image
}
