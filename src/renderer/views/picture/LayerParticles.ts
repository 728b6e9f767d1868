import { BufferGeometry, Color, Points, ShaderMaterial } from 'three'
import type { LayerPaths } from '../layers/paths'
import { LayerTexture, type Placement } from './LayerTexture'
import { particleFragment, particleVertex } from './layersShader'
import { FAINT } from './planePicture'

/** Room for a diamond and its halo, in CSS pixels: small, since there are thousands of them. For a disc and its halo. */
const SIDE = { model: 9, marked: 10 } as const
const ALPHA = { model: 0.9, marked: 1 } as const

/**
 * Points on their way through the layers, whose places the graphics card mixes itself: particles as filled diamonds, what
 * is selected as discs.
 */
export class LayerParticles {
  readonly points: Points<BufferGeometry, ShaderMaterial>
  readonly #texture: LayerTexture
  readonly #uniforms = {
    side: { value: SIDE.model as number },
    disc: { value: false },
    alpha: { value: 1 },
    pixel: { value: 1 },
    depthCue: { value: false },
    ink: { value: new Color() },
    halo: { value: new Color() },
    haloAlpha: { value: 0.45 },
  }

  readonly #alpha: number

  constructor(placement: Placement, depthCue: boolean, cloud: 'model' | 'marked' = 'model') {
    const marked = cloud === 'marked'
    this.#alpha = ALPHA[cloud]
    this.#uniforms.side.value = SIDE[cloud]
    this.#uniforms.disc.value = marked
    this.#uniforms.alpha.value = this.#alpha
    this.#texture = new LayerTexture(placement)
    this.#uniforms.depthCue.value = depthCue
    if (marked) this.#uniforms.haloAlpha.value = 0.9
    else if (depthCue) this.#uniforms.haloAlpha.value = 0
    const material = new ShaderMaterial({
      uniforms: { ...this.#uniforms, ...this.#texture.uniforms },
      vertexShader: particleVertex,
      fragmentShader: particleFragment,
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
    this.#texture.setLayer(t)
    this.#uniforms.ink.value.fromArray([...ink])
  }

  setHalo(halo: readonly [number, number, number]): void {
    this.#uniforms.halo.value.fromArray([...halo])
  }

  setFaint(faint: boolean): void {
    this.#uniforms.alpha.value = this.#alpha * (faint ? FAINT : 1)
  }

  setPixelRatio(ratio: number): void {
    this.#uniforms.pixel.value = ratio
  }

  dispose(): void {
    this.#texture.dispose()
    this.points.geometry.dispose()
    this.points.material.dispose()
  }
}
