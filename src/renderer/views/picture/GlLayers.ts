import { OrthographicCamera, Scene, type PerspectiveCamera } from 'three'
import { oklchToRgb, positionOklch } from '../../ui/colour'
import type { Bounds } from '../bounds'
import type { Net } from '../layers/net'
import type { LayerPaths } from '../layers/paths'
import type { Orbit } from '../orbit'
import { LayerNet } from './LayerNet'
import { LayerParticles } from './LayerParticles'
import type { LayerInks, LayersPicture, PlaneLayersPicture } from './layersPicture'
import type { Placement } from './LayerTexture'
import { SpaceCamera } from './SpaceCamera'
import { SampleView } from './SampleView'
import { Surface, type SurfaceEvents } from './Surface'

/** Layers drawn by WebGL: scrubbing changes one number on the graphics card. Throws where WebGL 2 cannot be had. */
abstract class GlLayers implements LayersPicture {
  readonly #surface: Surface
  readonly #scene = new Scene()
  readonly #particles: LayerParticles
  readonly #net: LayerNet
  readonly #data: SampleView
  readonly #placement: Placement
  #blocks = 0
  #t = 0

  protected abstract readonly camera: OrthographicCamera | PerspectiveCamera

  constructor(canvas: HTMLCanvasElement, placement: Placement, space: boolean, events: SurfaceEvents) {
    this.#surface = new Surface(canvas, events)
    this.#placement = placement
    this.#particles = new LayerParticles(placement, space)
    this.#net = new LayerNet(placement)
    this.#data = new SampleView('data', space)
    // Circles are hollow and hide little.
    this.#data.points.renderOrder = 3
    this.#scene.add(this.#data.points, this.#net.group, this.#particles.points)
  }

  setParticles(paths: LayerPaths | null): void {
    this.#particles.set(paths)
    this.#take(paths)
  }

  setNet(paths: LayerPaths | null, net: Net | null): void {
    this.#net.set(paths, net)
    this.#take(paths)
  }

  setData(points: Float32Array): void {
    const { origin, scale } = this.#placement
    const dims = origin.length
    const xyz = new Float32Array((3 * points.length) / dims)
    points.forEach((value, i) => {
      xyz[3 * Math.floor(i / dims) + (i % dims)] = (value - origin[i % dims]) / scale[i % dims]
    })
    this.#data.setPositions(xyz)
  }

  setInks({ data, halo }: LayerInks): void {
    this.#data.setInk(data, halo)
    this.#particles.setHalo(halo)
    this.#net.setHalo(halo)
  }

  setLayer(t: number): void {
    this.#t = t
    const at = Math.min(t, this.#blocks)
    const ink = oklchToRgb(positionOklch(at, this.#blocks))
    this.#particles.setLayer(at, ink)
    this.#net.setLayer(at, ink)
  }

  resize(width: number, height: number, scale: number | null = null): void {
    this.#surface.resize(width, height, scale)
    const ratio = this.#surface.pixelRatio
    this.#data.setPixelRatio(ratio)
    this.#particles.setPixelRatio(ratio)
    this.#net.resize(width, height, ratio)
  }

  draw(): void {
    this.#surface.draw(this.#scene, this.camera)
  }

  dispose(): void {
    this.#data.dispose()
    this.#net.dispose()
    this.#particles.dispose()
    this.#surface.dispose()
  }

  /** Another number of blocks has other layers, and other colours for them. */
  #take(paths: LayerPaths | null): void {
    if (paths === null) return
    this.#blocks = paths.blocks
    this.setLayer(this.#t)
  }
}

/** Layers in the plane. Everything is relative to `origin`, so that float32 keeps its digits for data far from zero. */
export class GlPlaneLayers extends GlLayers implements PlaneLayersPicture {
  protected readonly camera = new OrthographicCamera()
  readonly #origin: readonly [number, number]

  constructor(canvas: HTMLCanvasElement, origin: readonly [number, number], events: SurfaceEvents) {
    super(canvas, { origin, scale: [1, 1] }, false, events)
    this.#origin = origin
    Object.assign(this.camera, { near: 0, far: 2 })
    this.camera.position.z = 1
  }

  setBounds([x0, x1, y0, y1]: Bounds): void {
    const [ox, oy] = this.#origin
    Object.assign(this.camera, { left: x0 - ox, right: x1 - ox, bottom: y0 - oy, top: y1 - oy })
    this.camera.updateProjectionMatrix()
  }
}

/** Layers in the cube [−1, 1]³ that `placement` puts them into, seen from an orbit. */
export class GlSpaceLayers extends GlLayers {
  readonly #view = new SpaceCamera()
  protected readonly camera = this.#view.camera

  constructor(canvas: HTMLCanvasElement, placement: Placement, events: SurfaceEvents) {
    super(canvas, placement, true, events)
  }

  setOrbit(orbit: Orbit): void {
    this.#view.setOrbit(orbit)
  }

  override resize(width: number, height: number, scale: number | null = null): void {
    super.resize(width, height, scale)
    this.#view.resize(width, height)
  }
}
