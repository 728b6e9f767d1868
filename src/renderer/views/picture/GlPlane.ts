import { OrthographicCamera, Scene } from 'three'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import { DensityView } from './DensityView'
import type { Cloud, PlanePicture, PointInks, Shading } from './planePicture'
import { SampleClouds } from './SampleClouds'
import { Surface, type SurfaceEvents } from './Surface'

/** The data plane drawn by WebGL. Throws where WebGL 2 cannot be had; `CanvasPlane` is for there. */
export class GlPlane implements PlanePicture {
  readonly #surface: Surface
  readonly #scene = new Scene()
  readonly #camera = new OrthographicCamera()
  readonly #density = new DensityView()
  readonly #clouds = new SampleClouds(false)
  readonly #origin: readonly [number, number]

  /** Everything is drawn relative to `origin`, so that float32 keeps its digits for data far from zero. */
  constructor(canvas: HTMLCanvasElement, origin: readonly [number, number], events: SurfaceEvents) {
    this.#surface = new Surface(canvas, events)
    this.#origin = origin
    this.#camera.position.z = 1
    this.#camera.near = 0
    this.#camera.far = 2
    this.#scene.add(this.#density.mesh, ...this.#clouds.points)
  }

  setGrid(grid: DensityGrid | null): void {
    this.#density.setGrid(grid, this.#origin)
  }

  setShading(shading: Shading): void {
    this.#density.setShading(shading)
  }

  setInks(inks: PointInks): void {
    this.#clouds.setInks(inks)
  }

  setPoints(cloud: Cloud, points: Float32Array): void {
    const n = points.length / 2
    const xyz = new Float32Array(3 * n)
    for (let i = 0; i < n; i++) {
      xyz[3 * i] = points[2 * i] - this.#origin[0]
      xyz[3 * i + 1] = points[2 * i + 1] - this.#origin[1]
    }
    this.#clouds.setPoints(cloud, xyz)
  }

  setBounds([x0, x1, y0, y1]: Bounds): void {
    const [ox, oy] = this.#origin
    Object.assign(this.#camera, { left: x0 - ox, right: x1 - ox, bottom: y0 - oy, top: y1 - oy })
    this.#camera.updateProjectionMatrix()
  }

  resize(width: number, height: number): void {
    this.#surface.resize(width, height)
    this.#clouds.setPixelRatio(this.#surface.pixelRatio)
  }

  draw(drawn: () => void): void {
    this.#surface.draw(this.#scene, this.#camera)
    drawn()
  }

  dispose(): void {
    this.#density.dispose()
    this.#clouds.dispose()
    this.#surface.dispose()
  }
}
