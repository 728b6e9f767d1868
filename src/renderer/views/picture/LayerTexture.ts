import { DataTexture, FloatType, NearestFilter, RGBAFormat, type IUniform } from 'three'
import { between, type LayerPaths } from '../layers/paths'

/** Every WebGL 2 has textures at least this wide and high. */
const MOST_WIDE = 2048

/** The scene's coordinates of drawn ones: (x − origin) / scale per column. */
export interface Placement {
  readonly origin: readonly number[]
  readonly scale: readonly number[]
}

/** Where layers of `count` points lie in a texture: `tile` points to a row and `rows` rows to a layer. */
export function tiling(count: number): { readonly tile: number; readonly rows: number } {
  const rows = Math.max(1, Math.ceil(count / MOST_WIDE))
  return { tile: Math.max(1, Math.ceil(count / rows)), rows }
}

/** Paths as four floats a place, [L, rows · tile, 4], the last 1 where the place is a number and 0 where not. */
export function layerTexels(paths: LayerPaths, { origin, scale }: Placement, out: Float32Array): void {
  const { positions, count, dims, t } = paths
  const { tile, rows } = tiling(count)
  for (let k = 0; k < t.length; k++) {
    for (let i = 0; i < count; i++) {
      const to = 4 * (k * rows * tile + i)
      out[to + 3] = 1
      for (let d = 0; d < dims; d++) {
        const value = (positions[(k * count + i) * dims + d] - origin[d]) / scale[d]
        if (!Number.isFinite(value)) out[to + 3] = 0
        out[to + d] = Number.isFinite(value) ? value : 0
      }
    }
  }
}

/** The paths of points on the graphics card, allocated once for a number of points and places along them. */
export class LayerTexture {
  /** For every material that draws from it. */
  readonly uniforms = {
    layers: { value: null as DataTexture | null },
    place: { value: 0 },
    last: { value: 0 },
    tile: { value: 1 },
    rows: { value: 1 },
  } satisfies Record<string, IUniform>
  readonly #placement: Placement
  /** Of the places along the paths. */
  #known: Float32Array = Float32Array.of(0)
  #t = 0
  #texture: DataTexture | null = null

  constructor(placement: Placement) {
    this.#placement = placement
  }

  set(paths: LayerPaths): void {
    const { tile, rows } = tiling(paths.count)
    const height = rows * paths.t.length
    if (this.#texture?.image.width !== tile || this.#texture.image.height !== height) {
      this.#texture?.dispose()
      const texels = new Float32Array(4 * tile * height)
      this.#texture = new DataTexture(texels, tile, height, RGBAFormat, FloatType)
      this.#texture.minFilter = this.#texture.magFilter = NearestFilter
    }
    layerTexels(paths, this.#placement, this.#texture.image.data as Float32Array)
    this.#texture.needsUpdate = true
    this.uniforms.layers.value = this.#texture
    this.uniforms.last.value = paths.t.length - 1
    this.uniforms.tile.value = tile
    this.uniforms.rows.value = rows
    this.#known = paths.t
    this.setLayer(this.#t)
  }

  /** The one thing that a scrubber changes. */
  setLayer(t: number): void {
    this.#t = t
    const { below, fraction } = between(t, this.#known)
    this.uniforms.place.value = below + fraction
  }

  dispose(): void {
    this.#texture?.dispose()
  }
}
