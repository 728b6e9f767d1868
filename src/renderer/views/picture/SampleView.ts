import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DynamicDrawUsage,
  Points,
  ShaderMaterial,
  Sphere,
  Vector3,
  type IUniform,
} from 'three'
import { ELSEWHERE, FAINT, type Cloud } from './planePicture'

/** What hides points in part: `glsl` gives `float veil(vec3 position)`, the share of a point's light that is left. */
export interface Veil {
  readonly glsl: string
  readonly uniforms: Readonly<Record<string, IUniform>>
}

const noVeil: Veil = { glsl: 'float veil(vec3 place) { return 1.0; }', uniforms: {} }

const vertexShader = (veil: string): string => /* glsl */ `
  ${veil}
  uniform float size;
  uniform bool depthCue;
  varying float vNear;
  varying float vVeil;
  void main() {
    vVeil = veil(position);
    vec4 eye = modelViewMatrix * vec4(position, 1.0);
    gl_Position = projectionMatrix * eye;
    // 1 at the front of the unit cube's sphere, 0 at its back.
    vNear = depthCue ? clamp(0.5 + 0.29 * (eye.z - (modelViewMatrix * vec4(0.0, 0.0, 0.0, 1.0)).z), 0.0, 1.0) : 1.0;
    gl_PointSize = size * (depthCue ? 0.7 + 0.4 * vNear : 1.0);
  }
`

/** The distance is in pixels, from the circle's line or from the diamond's edge: both stay sharp at every size. */
const fragmentShader = /* glsl */ `
  precision highp float;
  uniform float size;
  uniform float pixel;
  uniform int shape;
  uniform vec3 ink;
  uniform vec3 halo;
  uniform float haloAlpha;
  uniform float alpha;
  varying float vNear;
  varying float vVeil;
  void main() {
    vec2 p = (gl_PointCoord - 0.5) * size / pixel;
    float d = shape == 1 ? (abs(p.x) + abs(p.y)) * 0.7071 - 2.5 : shape == 2 ? length(p) - 3.5 : abs(length(p) - 2.75) - 0.55;
    float inside = 1.0 - smoothstep(-0.5, 0.5, d);
    float around = (1.0 - smoothstep(0.5, 1.5, d)) * haloAlpha;
    float cover = max(inside, around);
    if (cover < 0.3) discard;
    gl_FragColor = vec4(mix(halo, ink, inside), cover * alpha * vVeil * mix(0.35, 1.0, vNear));
  }
`

/** Of the fragment shader's `shape`. */
const shapes: Readonly<Record<Cloud, number>> = { rest: 0, data: 0, model: 1, marked: 2 }

/** Room in the point sprite for the shape and its halo, in CSS pixels. */
const SPRITE = 10

const ALPHA: Readonly<Record<Cloud, number>> = { rest: 0.75 * ELSEWHERE, data: 0.75, model: 0.9, marked: 1 }

/** A cloud of points: data are hollow circles, model samples filled diamonds, what is selected discs. */
export class SampleView {
  readonly points: Points<BufferGeometry, ShaderMaterial>
  readonly #alpha: number
  #positions = new BufferAttribute(new Float32Array(0), 3)

  /** `depthCue` makes far points smaller and fainter, for a view in space. */
  constructor(cloud: Cloud, depthCue: boolean, veil = noVeil) {
    this.#alpha = ALPHA[cloud]
    const uniforms = {
      ...veil.uniforms,
      size: { value: SPRITE },
      pixel: { value: 1 },
      shape: { value: shapes[cloud] },
      depthCue: { value: depthCue },
      ink: { value: new Color() },
      halo: { value: new Color() },
      // Over a density, points need an edge of their own; in empty space they do not.
      haloAlpha: { value: cloud === 'marked' ? 0.9 : depthCue && veil === noVeil ? 0 : 0.45 },
      alpha: { value: this.#alpha },
    }
    const material = new ShaderMaterial({
      uniforms,
      vertexShader: vertexShader(veil.glsl),
      fragmentShader,
      transparent: true,
      depthTest: depthCue,
      depthWrite: depthCue,
    })
    this.points = new Points(new BufferGeometry(), material)
    this.points.frustumCulled = false
    // Data over samples: circles are hollow and hide little. What is selected lies over both.
    this.points.renderOrder = { rest: 0, data: 2, model: 1, marked: 4 }[cloud]
  }

  /** Coordinates [n, 3] row-major in the scene's units. Room grows by doubling and is used again. */
  setPositions(xyz: Float32Array): void {
    const { geometry } = this.points
    if (xyz.length > this.#positions.array.length) {
      geometry.dispose()
      this.#positions = new BufferAttribute(new Float32Array(Math.max(3072, 2 * xyz.length)), 3)
      this.#positions.setUsage(DynamicDrawUsage)
      geometry.setAttribute('position', this.#positions)
      geometry.boundingSphere = new Sphere(new Vector3(), Infinity)
    }
    this.#positions.array.set(xyz)
    this.#positions.clearUpdateRanges()
    this.#positions.addUpdateRange(0, xyz.length)
    this.#positions.needsUpdate = true
    geometry.setDrawRange(0, xyz.length / 3)
    this.points.visible = xyz.length > 0
  }

  setInk(ink: readonly [number, number, number], halo: readonly [number, number, number]): void {
    const { uniforms } = this.points.material
    // The colours are sRGB already and the shader writes them as they are.
    ;(uniforms.ink.value as Color).fromArray([...ink])
    ;(uniforms.halo.value as Color).fromArray([...halo])
  }

  setFaint(faint: boolean): void {
    this.points.material.uniforms.alpha.value = this.#alpha * (faint ? FAINT : 1)
  }

  setPixelRatio(ratio: number): void {
    this.points.material.uniforms.size.value = SPRITE * ratio
    this.points.material.uniforms.pixel.value = ratio
  }

  dispose(): void {
    this.points.geometry.dispose()
    this.points.material.dispose()
  }
}
