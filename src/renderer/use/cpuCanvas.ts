/**
 * Small, often redrawn 2-D canvases are painted by the processor. Through a busy or emulated graphics card each of them
 * can hold the main thread up for hundreds of milliseconds while it waits for its turn.
 */
const settings: CanvasRenderingContext2DSettings = { willReadFrequently: true }

export type CpuContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export function cpuContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null
export function cpuContext(canvas: HTMLCanvasElement | OffscreenCanvas): CpuContext | null
export function cpuContext(canvas: HTMLCanvasElement | OffscreenCanvas): CpuContext | null {
  return canvas.getContext('2d', settings) as CpuContext | null
}

/** Runs `make`, and gives the canvases that it creates such a context: for libraries that leave no choice. */
export function withCpuCanvases<T>(make: () => T): T {
  const prototype = HTMLCanvasElement.prototype
  const own = Object.getOwnPropertyDescriptor(prototype, 'getContext')!
  const original = own.value as (kind: string, options?: unknown) => RenderingContext | null
  prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
    return original.call(this, kind, { ...options, ...settings })
  } as HTMLCanvasElement['getContext']
  try {
    return make()
  } finally {
    Object.defineProperty(prototype, 'getContext', own)
  }
}
