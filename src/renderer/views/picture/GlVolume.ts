import {
  CustomBlending,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  WebGLRenderTarget,
} from 'three'
import type { Cuts, Ray } from '../cuts'
import type { Orbit } from '../orbit'
import type { VolumeGrid } from '../volume'
import type { VolumeMode } from '../volumeModes'
import type { Cloud, PointInks, Shading } from './planePicture'
import { SampleClouds } from './SampleClouds'
import { SliceViews } from './SliceViews'
import { SpaceCamera } from './SpaceCamera'
import { Surface, type SurfaceEvents } from './Surface'
import { quality } from './volumeQuality'
import { layFragmentShader, layVertexShader, veilChunk } from './volumeShader'
import { VolumeView } from './VolumeView'

/**
 * A density in the cube [−1, 1]³ with slices and clouds of points, seen from an orbit. The volume is marched at a
 * size of its own and laid over the slices, at which its rays end; points are dimmed by what is before them. Throws
 * where WebGL 2 cannot be had.
 */
export class GlVolume {
  readonly #surface: Surface
  readonly #eye = new SpaceCamera()
  readonly #volume: VolumeView
  readonly #slices = new SliceViews()
  readonly #clouds: SampleClouds
  readonly #scene = new Scene()
  readonly #marched = new Scene()
  readonly #target = new WebGLRenderTarget(1, 1, { depthBuffer: false })
  readonly #laid: Mesh<PlaneGeometry, ShaderMaterial>
  #size = { width: 1, height: 1 }
  #isEmpty = true

  /** Where a point of the cube's space is on the picture, in CSS pixels. */
  readonly project = this.#eye.project

  constructor(canvas: HTMLCanvasElement, events: SurfaceEvents) {
    this.#surface = new Surface(canvas, events)
    this.#volume = new VolumeView(this.#surface.filtersFloats)
    const veil = { glsl: veilChunk, uniforms: this.#volume.uniforms }
    this.#clouds = new SampleClouds(true, veil)
    const material = new ShaderMaterial({
      uniforms: { picture: { value: this.#target.texture } },
      vertexShader: layVertexShader,
      fragmentShader: layFragmentShader,
      transparent: true,
      blending: CustomBlending,
      blendSrc: OneFactor, // its colours are multiplied by their alpha already
      blendDst: OneMinusSrcAlphaFactor,
      depthTest: false,
      depthWrite: false,
    })
    this.#laid = new Mesh(new PlaneGeometry(2, 2), material)
    this.#laid.frustumCulled = false
    this.#marched.add(this.#volume.mesh)
    this.#scene.add(this.#slices.group, this.#laid, ...this.#clouds.points)
  }

  setGrid(grid: VolumeGrid | null): void {
    this.#isEmpty = grid === null
    if (grid !== null) this.#volume.setGrid(grid)
    this.#slices.setGrid(grid)
  }

  setShading(shading: Shading): void {
    this.#volume.setShading(shading)
    this.#slices.setShading(shading)
  }

  setMode(mode: VolumeMode): void {
    this.#volume.setMode(mode)
  }

  setCuts(cuts: Cuts): void {
    this.#volume.setCuts(cuts)
    this.#slices.setCuts(cuts)
  }

  /** [n, 3] row-major, in the cube's coordinates. */
  setPoints(cloud: Cloud, points: Float32Array): void {
    this.#clouds.setPoints(cloud, points)
  }

  setInks(inks: PointInks): void {
    this.#clouds.setInks(inks)
    this.#volume.setGround(inks.halo)
  }

  setOrbit(orbit: Orbit): void {
    this.#eye.setOrbit(orbit)
  }

  resize(width: number, height: number, scale: number | null = null): void {
    this.#size = { width, height }
    this.#surface.resize(width, height, scale)
    this.#clouds.setPixelRatio(this.#surface.pixelRatio)
    this.#eye.resize(width, height)
  }

  /** The ray from the eye through a pixel. */
  ray(x: number, y: number): Ray {
    return this.#eye.ray(x, y)
  }

  /** `moving`: coarser, for another picture follows at once. */
  draw(moving: boolean): void {
    // Of nothing a single pixel: while the density is computed, the shader is made ready.
    const size = this.#isEmpty ? { width: 1, height: 1 } : this.#size
    const { width, height, steps } = quality(size, this.#surface.pixelRatio, this.#surface.software, moving)
    this.#volume.setSteps(steps)
    this.#target.setSize(width, height)
    this.#surface.drawInto(this.#target, this.#marched, this.#eye.camera)
    this.#surface.draw(this.#scene, this.#eye.camera)
  }

  dispose(): void {
    this.#volume.dispose()
    this.#slices.dispose()
    this.#clouds.dispose()
    this.#target.dispose()
    this.#laid.geometry.dispose()
    this.#laid.material.dispose()
    this.#surface.dispose()
  }
}
