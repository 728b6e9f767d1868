import { oklchToRgb, positionOklch } from '../../ui/colour'
import { cpuContext } from '../../use/cpuCanvas'
import { cssColour, type Rgb } from '../../use/useTheme'
import type { Bounds } from '../bounds'
import type { Net } from '../layers/net'
import { positionsAt, type LayerPaths } from '../layers/paths'
import { traceSegments } from '../layers/trace'
import type { LayerInks, PlaneLayersPicture } from './layersPicture'
import { FAINT } from './planePicture'
import { PointRaster } from './PointRaster'
import { t } from '../../strings/t'

const none = new Float32Array(0)

/** Layers in the plane on a 2-D canvas, painted by the processor: all is interpolated into arrays that are used again. */
export class CanvasLayers implements PlaneLayersPicture {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #rasters = {
    data: new PointRaster('data'),
    particles: new PointRaster('model'),
    marked: new PointRaster('marked'),
  }
  /** In pixels, at t. */
  readonly #places: Record<'particles' | 'marked' | 'net', Float32Array> = { particles: none, marked: none, net: none }
  #particles: LayerPaths | null = null
  #marked: LayerPaths | null = null
  #netPaths: LayerPaths | null = null
  #net: Net | null = null
  #data: Float32Array = none
  /** The data stay where they are while t moves. */
  #dataStale = true
  #inks: LayerInks = { data: [1, 1, 1], halo: [0, 0, 0] }
  #bounds: Bounds = [0, 1, 0, 1]
  #t = 0

  constructor(canvas: HTMLCanvasElement) {
    const context = cpuContext(canvas)
    if (context === null) throw new Error(t('views.noWebGl'))
    this.#canvas = canvas
    this.#context = context
  }

  setParticles(paths: LayerPaths | null): void {
    this.#particles = paths
  }

  setMarked(paths: LayerPaths | null): void {
    this.#marked = paths
  }

  setNet(paths: LayerPaths | null, net: Net | null): void {
    this.#netPaths = paths
    this.#net = net
  }

  setData(points: Float32Array): void {
    this.#data = points
    this.#dataStale = true
  }

  setInks(inks: LayerInks): void {
    this.#inks = inks
    this.#dataStale = true
  }

  setLayer(t: number): void {
    this.#t = t
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds
    this.#dataStale = true
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    this.#rasters.data.resize(width, height)
    this.#rasters.particles.resize(width, height)
    this.#rasters.marked.resize(width, height)
    this.#dataStale = true
  }

  draw(): void {
    const { data, halo } = this.#inks
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    this.#placeNet()
    this.#drawLattice()
    // What is not selected steps back.
    this.#context.globalAlpha = this.#marked === null ? 1 : FAINT
    if (this.#particles !== null) {
      this.#places.particles = positionsAt(this.#particles, this.#t, this.#places.particles)
      this.#toPixels(this.#places.particles)
      this.#rasters.particles.paint(this.#places.particles, this.#ink(this.#particles), halo)
      this.#rasters.particles.drawOn(this.#context)
    }
    if (this.#dataStale) this.#rasters.data.paint(this.#toPixels(this.#data.slice()), data, halo)
    this.#dataStale = false
    this.#rasters.data.drawOn(this.#context)
    this.#context.globalAlpha = 1
    this.#drawContours()
    if (this.#marked === null) return
    this.#places.marked = positionsAt(this.#marked, this.#t, this.#places.marked)
    this.#rasters.marked.paint(this.#toPixels(this.#places.marked), data, halo)
    this.#rasters.marked.drawOn(this.#context)
  }

  dispose(): void {
    this.#rasters.data.dispose()
    this.#rasters.particles.dispose()
    this.#rasters.marked.dispose()
  }

  /** The colour of the place t. */
  #ink({ blocks }: LayerPaths): Rgb {
    return oklchToRgb(positionOklch(this.#t, blocks))
  }

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

  #placeNet(): void {
    if (this.#netPaths === null) return
    this.#places.net = positionsAt(this.#netPaths, this.#t, this.#places.net)
    this.#toPixels(this.#places.net)
  }

  #drawLattice(): void {
    if (this.#netPaths === null || this.#net === null) return
    this.#stroke(this.#net.segments.subarray(0, this.#net.contours), 1, cssColour(this.#ink(this.#netPaths), 0.5))
  }

  /** Over the points, in a seam of the ground's colour. */
  #drawContours(): void {
    if (this.#netPaths === null || this.#net === null) return
    const rings = this.#net.segments.subarray(this.#net.contours)
    this.#stroke(rings, 3.5, cssColour(this.#inks.halo, 0.8))
    this.#stroke(rings, 1.6, cssColour(this.#ink(this.#netPaths)))
  }

  #stroke(pairs: Uint32Array, width: number, ink: string): void {
    if (pairs.length === 0) return
    this.#context.beginPath()
    traceSegments(this.#context, this.#places.net, pairs)
    this.#context.lineJoin = 'round'
    this.#context.lineWidth = width
    this.#context.strokeStyle = ink
    this.#context.stroke()
  }
}
