import { BufferGeometry, Color, Points, ShaderMaterial } from 'three'
import type { LayerPaths } from '../layers/paths'
import { LayerTexture, type Placement } from './LayerTexture'
import { particleFragment, particleVertex } from './layersShader'

/** Room for a diamond and its halo, in CSS pixels: small, since there are thousands of them. */
const SIDE = 9

/** Particles on their way through the layers: filled diamonds whose places the graphics card mixes itself. */
export class LayerParticles {
  readonly points: Points<BufferGeometry, ShaderMaterial>
  readonly #texture: LayerTexture
  readonly #uniforms = {
    side: { value: SIDE },
    pixel: { value: 1 },
    depthCue: { value: false },
    ink: { value: new Color() },
    halo: { value: new Color() },
    haloAlpha: { value: 0.45 },
  }

  constructor(placement: Placement, depthCue: boolean) {
    this.#texture = new LayerTexture(placement)
    this.#uniforms.depthCue.value = depthCue
    if (depthCue) this.#uniforms.haloAlpha.value = 0
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
    this.points.renderOrder = 2
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

  setPixelRatio(ratio: number): void {
    this.#uniforms.pixel.value = ratio
  }

  dispose(): void {
    this.#texture.dispose()
    this.points.geometry.dispose()
    this.points.material.dispose()
  }
}
