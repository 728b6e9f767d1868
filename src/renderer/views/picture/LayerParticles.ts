import { BufferGeometry, Color, Points, ShaderMaterial } from 'three'
import type { LayerPaths } from '../layers/paths'
import { LayerTexture, type Placement } from './LayerTexture'
import { particleVertex } from './layersShader'
import { FAINT } from './planePicture'
import { pointFragment, shapes, SPRITE } from './SampleView'

/** Of a sample's size: there are thousands of them. */
const SMALL = 0.74
const ALPHA = 0.9

/**
 * Points on their way through the layers, whose places the graphics card mixes itself: particles as filled diamonds, what
 * is selected as discs.
 */
export class LayerParticles {
  readonly points: Points<BufferGeometry, ShaderMaterial>
  readonly #texture: LayerTexture
  readonly #uniforms = {
    size: { value: SPRITE },
    pixel: { value: 1 },
    shape: { value: shapes.model },
    depthCue: { value: false },
    ink: { value: new Color() },
    halo: { value: new Color() },
    haloAlpha: { value: 0.45 },
    alpha: { value: ALPHA },
  }

  readonly #size: number

  constructor(placement: Placement, depthCue: boolean, cloud: 'model' | 'marked' = 'model') {
    const marked = cloud === 'marked'
    this.#size = marked ? 1 : SMALL
    this.#uniforms.shape.value = shapes[cloud]
    this.#texture = new LayerTexture(placement)
    this.#uniforms.depthCue.value = depthCue
    if (marked) this.#uniforms.haloAlpha.value = 0.9
    else if (depthCue) this.#uniforms.haloAlpha.value = 0
    const material = new ShaderMaterial({
      uniforms: { ...this.#uniforms, ...this.#texture.uniforms },
      vertexShader: particleVertex,
      fragmentShader: pointFragment,
      transparent: true,
      depthTest: depthCue,
      depthWrite: depthCue,
    })
    // It has no attribute: a vertex's number says where its place is in the texture.
    this.points = new Points(new BufferGeometry(), material)
    this.points.frustumCulled = false
    this.points.visible = false
    this.points.renderOrder = marked ? 4 : 2
  }

  set(paths: LayerPaths | null): void {
    this.points.visible = paths !== null
    if (paths === null) return
    this.#texture.set(paths)
    this.points.geometry.setDrawRange(0, paths.count)
  }

  setLayer(t: number, ink: readonly [number, number, number]): void {
    this.#texture.uniforms.t.value = t
    this.#uniforms.ink.value.fromArray([...ink])
  }

  setHalo(halo: readonly [number, number, number]): void {
    this.#uniforms.halo.value.fromArray([...halo])
  }

  setFaint(faint: boolean): void {
    this.#uniforms.alpha.value = ALPHA * (faint ? FAINT : 1)
  }

  setPixelRatio(ratio: number): void {
    this.#uniforms.size.value = SPRITE * this.#size * ratio
    this.#uniforms.pixel.value = this.#size * ratio
  }

  dispose(): void {
    this.#texture.dispose()
    this.points.geometry.dispose()
    this.points.material.dispose()
  }
}
