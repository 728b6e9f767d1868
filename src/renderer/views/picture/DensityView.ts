import {
  DataTexture,
  DoubleSide,
  FloatType,
  FrontSide,
  Mesh,
  NearestFilter,
  PlaneGeometry,
  RGBAFormat,
  RedFormat,
  ShaderMaterial,
  UnsignedByteType,
  Vector2,
  Vector3,
} from 'three'
import { MAP_SIZE } from '../colourMaps/maps'
import type { DensityGrid } from '../grid'
import { NO_DENSITY, NOT_A_NUMBER, fragmentShader, vertexShader } from './densityShader'
import type { Shading } from './planePicture'

/** A level that no density reaches. */
const NEVER = 3e30

/** The density of a frame as one rectangle in the plane, at the frame's own bounds: it stays put while one pans. */
export class DensityView {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>
  readonly #lut = new DataTexture(new Uint8Array(4 * MAP_SIZE), MAP_SIZE, 1, RGBAFormat, UnsignedByteType)
  /** One texture per resolution, allocated once. */
  readonly #grids = new Map<number, DataTexture>()

  /** `inSpace` for a plane among others in space, seen from both sides; it hides what is behind it. */
  constructor(inSpace = false) {
    const uniforms = {
      grid: { value: null as DataTexture | null },
      lut: { value: this.#lut },
      resolution: { value: 2 },
      range: { value: new Vector2(0, 1) },
      logScale: { value: false },
      levels: { value: new Vector3(NEVER, NEVER, NEVER) },
    }
    const side = inSpace ? DoubleSide : FrontSide
    const depth = { depthTest: inSpace, depthWrite: inSpace }
    const material = new ShaderMaterial({ uniforms, vertexShader, fragmentShader, side, ...depth })
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material)
    this.mesh.frustumCulled = false
    this.mesh.visible = false
  }

  /** `origin` is the point of the plane that the scene's zero stands for. */
  setGrid(grid: DensityGrid | null, origin: readonly [number, number]): void {
    this.mesh.visible = grid !== null
    if (grid === null) return
    const texture = this.#texture(grid.resolution)
    const texels = texture.image.data as Float32Array
    grid.logDensity.forEach((value, i) => {
      texels[i] = Number.isNaN(value) ? NOT_A_NUMBER : Math.max(value, NO_DENSITY)
    })
    texture.needsUpdate = true
    const { uniforms } = this.mesh.material
    uniforms.grid.value = texture
    uniforms.resolution.value = grid.resolution
    const [x0, x1, y0, y1] = grid.bounds
    this.mesh.position.set((x0 + x1) / 2 - origin[0], (y0 + y1) / 2 - origin[1], 0)
    this.mesh.scale.set(x1 - x0, y1 - y0, 1)
  }

  setShading({ map, scale, range, levels }: Shading): void {
    const lut = this.#lut.image.data as Uint8Array
    lut.set(map.rgba)
    this.#lut.needsUpdate = true
    const { uniforms } = this.mesh.material
    ;(uniforms.range.value as Vector2).set(range.low, range.high)
    uniforms.logScale.value = scale === 'log'
    ;(uniforms.levels.value as Vector3).set(levels[0] ?? NEVER, levels[1] ?? NEVER, levels[2] ?? NEVER)
  }

  dispose(): void {
    this.#grids.forEach((texture) => {
      texture.dispose()
    })
    this.#lut.dispose()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }

  #texture(resolution: number): DataTexture {
    const known = this.#grids.get(resolution)
    if (known !== undefined) return known
    const values = new Float32Array(resolution * resolution)
    const texture = new DataTexture(values, resolution, resolution, RedFormat, FloatType)
    texture.magFilter = texture.minFilter = NearestFilter
    this.#grids.set(resolution, texture)
    return texture
  }
}
