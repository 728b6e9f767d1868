import { Group, Matrix4, Vector3 } from 'three'
import { noCuts, type Cuts } from '../cuts'
import { planeAxes, sliceOf, type VolumeGrid } from '../volume'
import { DensityView } from './DensityView'
import type { Shading } from './planePicture'

const unit = (axis: number): Vector3 => new Vector3().setComponent(axis, 1)

/** The slices of a volume, each a plane of its own in the cube [−1, 1]³, drawn as a density is. */
export class SliceViews {
  readonly group = new Group()
  readonly #planes = [0, 1, 2].map(() => new DensityView(true))
  #grid: VolumeGrid | null = null
  #cuts = noCuts

  constructor() {
    this.#planes.forEach(({ mesh }, axis) => {
      const [across, up] = planeAxes(axis)
      const turned = new Group()
      turned.applyMatrix4(new Matrix4().makeBasis(unit(across), unit(up), unit(across).cross(unit(up))))
      this.group.add(turned.add(mesh))
    })
  }

  setGrid(grid: VolumeGrid | null): void {
    this.#grid = grid
    this.#cut()
  }

  setShading(shading: Shading): void {
    this.#planes.forEach((plane) => {
      plane.setShading(shading)
    })
  }

  setCuts(cuts: Cuts): void {
    this.#cuts = cuts
    this.#cut()
  }

  dispose(): void {
    this.#planes.forEach((plane) => {
      plane.dispose()
    })
  }

  #cut(): void {
    this.#cuts.slices.forEach(({ shown, at }, axis) => {
      const plane = this.#planes[axis]
      plane.setGrid(shown && this.#grid !== null ? sliceOf(this.#grid, axis, at) : null, [0, 0])
      this.group.children[axis].position.setComponent(axis, at)
    })
  }
}
