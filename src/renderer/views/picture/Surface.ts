import { WebGLRenderer, type Camera, type Scene, type WebGLRenderTarget } from 'three'

/** In software rendering every pixel costs the processor that also trains. */
const SOFTWARE_PIXELS = 500_000

/** What a surface tells its owner. */
export interface SurfaceEvents {
  lost(): void
  restored(): void
}

/**
 * The one WebGL renderer of a stage, over a canvas it is given. Draws only when asked. Throws where WebGL 2 cannot be
 * had. After a lost context three.js uploads everything again from the arrays we keep.
 */
export class Surface {
  /** Whether the processor draws in place of a graphics card. */
  readonly software: boolean
  /** Whether textures of 32-bit floats can be filtered here; those of half floats can be everywhere. */
  readonly filtersFloats: boolean
  readonly #renderer: WebGLRenderer
  readonly #canvas: HTMLCanvasElement
  readonly #listeners = new AbortController()

  constructor(canvas: HTMLCanvasElement, events: SurfaceEvents) {
    this.#canvas = canvas
    this.#renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false, powerPreference: 'low-power' })
    this.#renderer.setClearColor(0x000000, 0)
    this.software = isSoftware(this.#renderer.getContext())
    this.filtersFloats = this.#renderer.extensions.has('OES_texture_float_linear')
    const { signal } = this.#listeners
    const onLost = (event: Event): void => {
      event.preventDefault() // without this the browser never restores it
      events.lost()
    }
    canvas.addEventListener('webglcontextlost', onLost, { signal })
    canvas.addEventListener('webglcontextrestored', events.restored, { signal })
  }

  /** `scale`: device pixels per CSS pixel, where it is not for the screen; as many as the graphics card can. */
  resize(width: number, height: number, scale: number | null = null): void {
    const most = this.#renderer.capabilities.maxTextureSize / Math.max(1, width, height)
    const shown = pixelRatio(width, height, window.devicePixelRatio, this.software)
    this.#renderer.setPixelRatio(scale === null ? shown : Math.min(scale, most))
    this.#renderer.setSize(width, height, false)
  }

  get pixelRatio(): number {
    return this.#renderer.getPixelRatio()
  }

  draw(scene: Scene, camera: Camera): void {
    this.#renderer.render(scene, camera)
  }

  /** Draws into a target that is none of the canvas: a part of a picture, at a size of its own. */
  drawInto(target: WebGLRenderTarget, scene: Scene, camera: Camera): void {
    this.#renderer.setRenderTarget(target)
    this.#renderer.render(scene, camera)
    this.#renderer.setRenderTarget(null)
  }

  dispose(): void {
    this.#listeners.abort()
    this.#renderer.dispose()
    // Chromium keeps 16 contexts; one given back at once is not counted until the collector comes.
    if (!this.#canvas.isConnected) this.#renderer.forceContextLoss()
  }
}

/** Device pixels per CSS pixel: at most 2, and in software at most 1 and no more than half a million in all. */
export function pixelRatio(width: number, height: number, device: number, software: boolean): number {
  if (!software) return Math.min(device, 2)
  return Math.min(device, 1, Math.sqrt(SOFTWARE_PIXELS / Math.max(1, width * height)))
}

let emulated: boolean | null = null

/** Whether WebGL can be had here, but only from the processor. Looked at once, with a context that is given back. */
export function webGlIsSoftware(): boolean {
  if (emulated !== null) return emulated
  const gl = document.createElement('canvas').getContext('webgl2')
  emulated = gl !== null && isSoftware(gl)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return emulated
}

function isSoftware(gl: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL)
  return /swiftshader|llvmpipe|software|basic render/i.test(String(name))
}
