import { PerspectiveCamera, Scene, Vector3 } from 'three'
import type { Point2 } from '../cubeAxes'
import { eyeOf, type Orbit, type Vec3 } from '../orbit'
import type { Cloud, PointInks } from './planePicture'
import { SampleView } from './SampleView'
import { Surface, type SurfaceEvents } from './Surface'

/** Two clouds of points in the cube [−1, 1]³, seen from an orbit. Throws where WebGL 2 cannot be had. */
export class GlSpace {
  readonly #surface: Surface
  readonly #scene = new Scene()
  readonly #camera = new PerspectiveCamera(30, 1, 0.1, 60)
  readonly #clouds = { data: new SampleView('data', true), model: new SampleView('model', true) }
  readonly #scratch = new Vector3()
  #size = { width: 1, height: 1 }

  constructor(canvas: HTMLCanvasElement, events: SurfaceEvents) {
    this.#surface = new Surface(canvas, events)
    this.#camera.up.set(0, 0, 1)
    this.#scene.add(this.#clouds.data.points, this.#clouds.model.points)
  }

  /** [n, 3] row-major, in the cube's coordinates. */
  setPoints(cloud: Cloud, points: Float32Array): void {
    this.#clouds[cloud].setPositions(points)
  }

  setInks(inks: PointInks): void {
    this.#clouds.data.setInk(inks.data, inks.halo)
    this.#clouds.model.setInk(inks.model, inks.halo)
  }

  setOrbit(orbit: Orbit): void {
    this.#camera.position.set(...eyeOf(orbit))
    this.#camera.lookAt(0, 0, 0)
    this.#camera.updateMatrixWorld()
  }

  resize(width: number, height: number): void {
    this.#size = { width, height }
    this.#surface.resize(width, height)
    this.#clouds.data.setPixelRatio(this.#surface.pixelRatio)
    this.#clouds.model.setPixelRatio(this.#surface.pixelRatio)
    this.#camera.aspect = width / height
    // The angle is the picture's shorter side's, so that the cube fits a narrow picture too.
    const half = Math.tan((15 * Math.PI) / 180)
    this.#camera.fov = (360 / Math.PI) * Math.atan(half / Math.min(1, this.#camera.aspect))
    this.#camera.updateProjectionMatrix()
  }

  /** Where a point of the cube's space is on the picture, in CSS pixels. */
  readonly project = (point: Vec3): Point2 => {
    const { x, y } = this.#scratch.set(...point).project(this.#camera)
    return [((x + 1) / 2) * this.#size.width, ((1 - y) / 2) * this.#size.height]
  }

  draw(): void {
    this.#surface.draw(this.#scene, this.#camera)
  }

  dispose(): void {
    this.#clouds.data.dispose()
    this.#clouds.model.dispose()
    this.#surface.dispose()
  }
}
