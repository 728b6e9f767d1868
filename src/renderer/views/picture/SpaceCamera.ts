import { PerspectiveCamera, Vector3 } from 'three'
import type { Point2 } from '../cubeAxes'
import { eyeOf, type Orbit, type Vec3 } from '../orbit'

/** Tangent of half the angle over the picture's shorter side. */
const HALF_ANGLE = Math.tan((15 * Math.PI) / 180)

/** The eye of a picture of the cube [−1, 1]³, and its way from the cube to pixels. */
export class SpaceCamera {
  readonly camera = new PerspectiveCamera(30, 1, 0.1, 60)
  readonly #scratch = new Vector3()
  #size = { width: 1, height: 1 }

  constructor() {
    this.camera.up.set(0, 0, 1)
  }

  setOrbit(orbit: Orbit): void {
    this.camera.position.set(...eyeOf(orbit))
    this.camera.lookAt(0, 0, 0)
    this.camera.updateMatrixWorld()
  }

  /** CSS pixels. The angle is the shorter side's, so that the cube fits a narrow picture too. */
  resize(width: number, height: number): void {
    this.#size = { width, height }
    this.camera.aspect = width / height
    this.camera.fov = (360 / Math.PI) * Math.atan(HALF_ANGLE / Math.min(1, this.camera.aspect))
    this.camera.updateProjectionMatrix()
  }

  /** Where a point of the cube's space is on the picture, in CSS pixels. */
  readonly project = (point: Vec3): Point2 => {
    const { x, y } = this.#scratch.set(...point).project(this.camera)
    return [((x + 1) / 2) * this.#size.width, ((1 - y) / 2) * this.#size.height]
  }
}
