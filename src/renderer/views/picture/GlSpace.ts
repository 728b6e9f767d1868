import { Scene } from 'three'
import type { Orbit } from '../orbit'
import type { Cloud, PointInks } from './planePicture'
import { SampleView } from './SampleView'
import { SpaceCamera } from './SpaceCamera'
import { Surface, type SurfaceEvents } from './Surface'

/** Two clouds of points in the cube [−1, 1]³, seen from an orbit. Throws where WebGL 2 cannot be had. */
export class GlSpace {
  readonly #surface: Surface
  readonly #scene = new Scene()
  readonly #eye = new SpaceCamera()
  readonly #clouds = { data: new SampleView('data', true), model: new SampleView('model', true) }
  /** Where a point of the cube's space is on the picture, in CSS pixels. */
  readonly project = this.#eye.project

  constructor(canvas: HTMLCanvasElement, events: SurfaceEvents) {
    this.#surface = new Surface(canvas, events)
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
    this.#eye.setOrbit(orbit)
  }

  resize(width: number, height: number, scale: number | null = null): void {
    this.#surface.resize(width, height, scale)
    this.#clouds.data.setPixelRatio(this.#surface.pixelRatio)
    this.#clouds.model.setPixelRatio(this.#surface.pixelRatio)
    this.#eye.resize(width, height)
  }

  draw(): void {
    this.#surface.draw(this.#scene, this.#eye.camera)
  }

  dispose(): void {
    this.#clouds.data.dispose()
    this.#clouds.model.dispose()
    this.#surface.dispose()
  }
}
