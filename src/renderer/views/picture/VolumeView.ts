import {
  BackSide,
  BoxGeometry,
  Data3DTexture,
  DataTexture,
  FloatType,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  RGBAFormat,
  RedFormat,
  ShaderMaterial,
  UnsignedByteType,
  Vector2,
  Vector3,
} from 'three'
import { MAP_SIZE } from '../colourMaps/maps'
import type { Rgb } from '../../use/useTheme'
import type { Cuts } from '../cuts'
import { fillTexels, survey, type VolumeGrid } from '../volume'
import { volumeModes, type VolumeMode } from '../volumeModes'
import type { Shading } from './planePicture'
import { boxFragmentShader, boxVertexShader } from './volumeShader'

/** A level that no density reaches, and a slice that no ray meets. */
const NEVER = 1e3
const NOWHERE = 9

/** A density in the cube [−1, 1]³, marched through by rays. Its uniforms serve other shaders with `volumeChunk` too. */
export class VolumeView {
  readonly mesh: Mesh<BoxGeometry, ShaderMaterial>
  readonly uniforms = {
    grid: { value: null as Data3DTexture | null },
    resolution: { value: 2 },
    range: { value: new Vector2(0, 1) },
    logScale: { value: false },
    levels: { value: new Vector3(NEVER, NEVER, NEVER) },
    mode: { value: 0 },
    clipLow: { value: new Vector3(-1, -1, -1) },
    clipHigh: { value: new Vector3(1, 1, 1) },
  }
  readonly #lut = new DataTexture(new Uint8Array(4 * MAP_SIZE), MAP_SIZE, 1, RGBAFormat, UnsignedByteType)
  readonly #own = {
    lut: { value: this.#lut },
    steps: { value: 64 },
    slices: { value: new Vector3(NOWHERE, NOWHERE, NOWHERE) },
    glow: { value: 0 },
  }
  /** Log density of the texture's zero. */
  #top = 0
  #shading: Shading | null = null
  readonly #inFloats: boolean

  /** `inFloats` where textures of floats can be filtered: a processor takes several times as long for half floats. */
  constructor(inFloats: boolean) {
    this.#inFloats = inFloats
    const material = new ShaderMaterial({
      uniforms: { ...this.uniforms, ...this.#own },
      vertexShader: boxVertexShader,
      fragmentShader: boxFragmentShader,
      side: BackSide, // one fragment per ray, from within the box too
      blending: NoBlending,
      depthTest: false,
      depthWrite: false,
    })
    this.mesh = new Mesh(new BoxGeometry(2, 2, 2), material)
    this.setGrid({ resolution: 2, logDensity: new Float32Array(8).fill(-Infinity) })
  }

  setGrid({ resolution, logDensity }: Pick<VolumeGrid, 'resolution' | 'logDensity'>): void {
    const texture = this.#texture(resolution)
    this.#top = survey(logDensity).top
    fillTexels(texture.image.data as unknown as Float32Array | Uint16Array, logDensity, this.#top)
    texture.needsUpdate = true
    this.uniforms.resolution.value = resolution
    this.#place()
  }

  setShading(shading: Shading): void {
    ;(this.#lut.image.data as Uint8Array).set(shading.map.rgba)
    this.#lut.needsUpdate = true
    this.#shading = shading
    this.#place()
  }

  /** The colour behind it, sRGB in [0, 1]. */
  setGround(ground: Rgb): void {
    const lightness = ground.reduce((sum, channel) => sum + channel / 3, 0)
    this.#own.glow.value = Math.max(0, 1 - 2 * lightness)
  }

  setMode(mode: VolumeMode): void {
    this.uniforms.mode.value = volumeModes.indexOf(mode)
  }

  setCuts({ slices, clip }: Cuts): void {
    this.#own.slices.value.fromArray(slices.map(({ shown, at }) => (shown ? at : NOWHERE)))
    this.uniforms.clipLow.value.fromArray(clip.map(([low]) => low))
    this.uniforms.clipHigh.value.fromArray(clip.map(([, high]) => high))
  }

  /** Samples on the longest ray. */
  setSteps(steps: number): void {
    this.#own.steps.value = steps
  }

  dispose(): void {
    this.uniforms.grid.value?.dispose()
    this.#lut.dispose()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }

  /** The shading in the texture's own zero. */
  #place(): void {
    if (this.#shading === null) return
    const { scale, range, levels } = this.#shading
    const { uniforms } = this
    uniforms.logScale.value = scale === 'log'
    const own = (value: number): number => (scale === 'log' ? value - this.#top : value * Math.exp(-this.#top))
    uniforms.range.value.set(own(range.low), own(range.high))
    uniforms.levels.value.fromArray(
      [0, 1, 2].map((i) => (levels[i] ?? Infinity) - this.#top).map((v) => Math.min(v, NEVER)),
    )
  }

  /** One texture, made anew when the grid has another size. */
  #texture(resolution: number): Data3DTexture {
    const known = this.uniforms.grid.value
    if (known?.image.width === resolution) return known
    known?.dispose()
    const texels = this.#inFloats ? new Float32Array(resolution ** 3) : new Uint16Array(resolution ** 3)
    const texture = new Data3DTexture(texels, resolution, resolution, resolution)
    texture.format = RedFormat
    texture.type = this.#inFloats ? FloatType : HalfFloatType
    texture.minFilter = texture.magFilter = LinearFilter
    texture.unpackAlignment = 1
    this.uniforms.grid.value = texture
    return texture
  }
}
