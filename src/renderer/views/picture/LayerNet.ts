import { BufferAttribute, BufferGeometry, Color, DoubleSide, Group, Mesh, ShaderMaterial, Vector2 } from 'three'
import type { Net } from '../layers/net'
import type { LayerPaths } from '../layers/paths'
import { LayerTexture, type Placement } from './LayerTexture'
import { ribbonFragment, ribbonVertex } from './layersShader'

/** Widths in CSS pixels, opacities and places in the order of drawing: contours lie over the points, in a seam. */
const LOOKS = {
  lattice: { width: 1, alpha: 0.5, order: 1 },
  seam: { width: 3.5, alpha: 0.8, order: 4 },
  contours: { width: 1.6, alpha: 1, order: 5 },
} as const
const NAMES = ['lattice', 'seam', 'contours'] as const
type Part = (typeof NAMES)[number]

/** A lattice and contours carried along, from one texture. */
export class LayerNet {
  readonly group = new Group()
  readonly #texture: LayerTexture
  readonly #viewport = { value: new Vector2(1, 1) }
  readonly #inks = { layer: { value: new Color() }, halo: { value: new Color() } }
  readonly #parts: Record<Part, Mesh<BufferGeometry, ShaderMaterial>>
  #net: Net | null = null

  constructor(placement: Placement) {
    this.#texture = new LayerTexture(placement)
    this.#parts = { lattice: this.#part('lattice'), seam: this.#part('seam'), contours: this.#part('contours') }
    // Both are the same ribbons.
    this.#parts.seam.geometry = this.#parts.contours.geometry
    this.group.add(...Object.values(this.#parts))
    this.group.visible = false
  }

  set(paths: LayerPaths | null, net: Net | null): void {
    this.group.visible = paths !== null && net !== null
    if (paths === null || net === null) return
    this.#texture.set(paths)
    if (net === this.#net) return
    this.#net = net
    ribbons(this.#parts.lattice.geometry, net.segments.subarray(0, net.contours))
    ribbons(this.#parts.contours.geometry, net.segments.subarray(net.contours))
  }

  setLayer(t: number, ink: readonly [number, number, number]): void {
    this.#texture.setLayer(t)
    this.#inks.layer.value.fromArray([...ink])
  }

  setHalo(halo: readonly [number, number, number]): void {
    this.#inks.halo.value.fromArray([...halo])
  }

  /** CSS pixels, and device pixels to each. */
  resize(width: number, height: number, ratio: number): void {
    this.#viewport.value.set(width * ratio, height * ratio)
    for (const name of NAMES) {
      this.#parts[name].material.uniforms.width.value = LOOKS[name].width * ratio
    }
  }

  dispose(): void {
    this.#texture.dispose()
    for (const { geometry, material } of Object.values(this.#parts)) {
      geometry.dispose()
      material.dispose()
    }
  }

  #part(name: Part): Mesh<BufferGeometry, ShaderMaterial> {
    const { width, alpha, order } = LOOKS[name]
    const uniforms = {
      ...this.#texture.uniforms,
      viewport: this.#viewport,
      ink: name === 'seam' ? this.#inks.halo : this.#inks.layer,
      width: { value: width },
      alpha: { value: alpha },
    }
    const material = new ShaderMaterial({
      uniforms,
      vertexShader: ribbonVertex,
      fragmentShader: ribbonFragment,
      transparent: true,
      depthTest: false,
      depthWrite: false,
      side: DoubleSide,
    })
    const mesh = new Mesh(new BufferGeometry(), material)
    mesh.frustumCulled = false
    mesh.renderOrder = order
    return mesh
  }
}

/** Six vertices a segment, each with both of its ends. */
function ribbons(geometry: BufferGeometry, segments: Uint32Array): void {
  geometry.dispose()
  const ends = new Float32Array(6 * segments.length)
  for (let i = 0; i < ends.length; i++) ends[i] = segments[2 * Math.floor(i / 12) + (i % 2)]
  geometry.setAttribute('ends', new BufferAttribute(ends, 2))
  geometry.setDrawRange(0, 3 * segments.length)
}
