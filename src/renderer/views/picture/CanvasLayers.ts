import { oklchToRgb, positionOklch } from '../../ui/colour'
import { cpuContext } from '../../use/cpuCanvas'
import { cssColour } from '../../use/useTheme'
import type { Bounds } from '../bounds'
import type { Net } from '../layers/net'
import { positionsAt, type LayerPaths } from '../layers/paths'
import { traceSegments } from '../layers/trace'
import type { LayerInks, PlaneLayersPicture } from './layersPicture'
import { Stamp } from './stamp'

/** Layers in the plane on a 2-D canvas, painted by the processor: all is interpolated into arrays that are used again. */
export class CanvasLayers implements PlaneLayersPicture {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #stamps = { data: new Stamp('data'), model: new Stamp('model') }
  readonly #scratch: Record<'particles' | 'net' | 'data', Float32Array> = {
    particles: new Float32Array(0),
    net: new Float32Array(0),
    data: new Float32Array(0),
  }
  #particles: LayerPaths | null = null
  #netPaths: LayerPaths | null = null
  #net: Net | null = null
  #data: Float32Array = new Float32Array(0)
  #inks: LayerInks = { data: [1, 1, 1], halo: [0, 0, 0] }
  #bounds: Bounds = [0, 1, 0, 1]
  #t = 0

  constructor(canvas: HTMLCanvasElement) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error('This window can draw neither with WebGL nor on a canvas.')
    this.#canvas = canvas
    this.#context = context
  }

  setParticles(paths: LayerPaths | null): void {
    this.#particles = paths
  }

  setNet(paths: LayerPaths | null, net: Net | null): void {
    this.#netPaths = paths
    this.#net = net
  }

  setData(points: Float32Array): void {
    this.#data = points
  }

  setInks(inks: LayerInks): void {
    this.#inks = inks
  }

  setLayer(t: number): void {
    this.#t = t
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
  }

  draw(): void {
    const context = this.#context
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    const { data, halo } = this.#inks
    this.#stamps.data.setInks(data, halo)
    if (this.#scratch.data.length !== this.#data.length) this.#scratch.data = new Float32Array(this.#data.length)
    this.#scratch.data.set(this.#data)
    this.#stamps.data.put(context, this.#toPixels(this.#scratch.data))
    if (this.#netPaths !== null && this.#net !== null) this.#drawNet(this.#netPaths, this.#net)
    if (this.#particles !== null) {
      const places = positionsAt(this.#particles, this.#t, this.#scratch.particles)
      this.#scratch.particles = places
      this.#stamps.model.setInks(this.#ink(this.#particles), halo)
      this.#stamps.model.put(context, this.#toPixels(places))
    }
  }

  dispose(): void {
    this.#stamps.data.dispose()
    this.#stamps.model.dispose()
  }

  /** The colour of the place t. */
  #ink = ({ blocks }: LayerPaths): readonly [number, number, number] => oklchToRgb(positionOklch(this.#t, blocks))

  /** Drawn coordinates [n, 2] to pixels, in place. */
  #toPixels(places: Float32Array): Float32Array {
    const [x0, x1, y0, y1] = this.#bounds
    const [sx, sy] = [this.#canvas.width / (x1 - x0), this.#canvas.height / (y1 - y0)]
    for (let i = 0; i < places.length; i += 2) {
      places[i] = (places[i] - x0) * sx
      places[i + 1] = (y1 - places[i + 1]) * sy
    }
    return places
  }

  #drawNet(paths: LayerPaths, { segments, contours }: Net): void {
    const places = positionsAt(paths, this.#t, this.#scratch.net)
    this.#scratch.net = places
    this.#toPixels(places)
    const ink = this.#ink(paths)
    for (const [pairs, width, alpha] of [
      [segments.subarray(0, contours), 1, 0.5],
      [segments.subarray(contours), 2, 1],
    ] as const) {
      if (pairs.length === 0) continue
      this.#context.beginPath()
      traceSegments(this.#context, places, pairs)
      this.#context.lineWidth = width
      this.#context.strokeStyle = cssColour(ink, alpha)
      this.#context.stroke()
    }
  }
}
