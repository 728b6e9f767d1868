import type { Cloud, PointInks } from './planePicture'
import { SampleView, type Veil } from './SampleView'

/** The clouds of points of a picture: data, model samples, and what is selected over them. */
export class SampleClouds {
  readonly #views: Readonly<Record<Cloud, SampleView>>

  constructor(depthCue: boolean, veil?: Veil) {
    const view = (cloud: Cloud): SampleView => new SampleView(cloud, depthCue, veil)
    this.#views = { rest: view('rest'), data: view('data'), model: view('model'), marked: view('marked') }
  }

  get points(): readonly SampleView['points'][] {
    return Object.values(this.#views).map(({ points }) => points)
  }

  /** [n, 3] row-major in the scene's units. The data step back behind what is selected. */
  setPoints(cloud: Cloud, xyz: Float32Array): void {
    this.#views[cloud].setPositions(xyz)
    if (cloud === 'marked') this.#views.data.setFaint(xyz.length > 0)
  }

  setInks({ data, model, halo }: PointInks): void {
    this.#views.rest.setInk(data, halo)
    this.#views.data.setInk(data, halo)
    this.#views.model.setInk(model, halo)
    this.#views.marked.setInk(data, halo)
  }

  setPixelRatio(ratio: number): void {
    for (const view of Object.values(this.#views)) view.setPixelRatio(ratio)
  }

  dispose(): void {
    for (const view of Object.values(this.#views)) view.dispose()
  }
}
