import { nextTick, onMounted, onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { webGlIsSoftware, type SurfaceEvents } from '../picture/Surface'
import { useViewStore } from '../viewStore'

/** What draws: WebGL, WebGL whose context is away for the moment, or a plain 2-D canvas. */
export type DrawnBy = 'webgl' | 'webgl-lost' | 'canvas'

export interface Painters<Picture> {
  /** Throws where WebGL 2 cannot be had. */
  webGl(canvas: HTMLCanvasElement, events: SurfaceEvents): Picture
  canvas(canvas: HTMLCanvasElement): Picture
}

export interface PainterHandle<Picture> {
  readonly picture: Readonly<ShallowRef<Picture | null>>
  /** Also the canvas's key: an element that has had one kind of context can have no other. */
  readonly drawnBy: Readonly<Ref<DrawnBy>>
}

/**
 * A plane's picture over `canvas`, from mounting to unmounting, by the painter that suits this window; `redraw` is asked
 * for when a lost context is back.
 */
export function usePainter<Picture extends { dispose(): void }>(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  painters: Painters<Picture>,
  redraw: () => void,
): PainterHandle<Picture> {
  const { painter } = useViewStore()
  const picture: ShallowRef<Picture | null> = shallowRef(null)
  // A canvas that the processor paints itself is many times as fast as one for which it plays the graphics card.
  const byCanvas = painter === 'canvas' || (painter === 'auto' && webGlIsSoftware())
  const drawnBy = ref<DrawnBy>(byCanvas ? 'canvas' : 'webgl')
  const events: SurfaceEvents = {
    lost: () => (drawnBy.value = 'webgl-lost'),
    restored: () => {
      drawnBy.value = 'webgl'
      redraw()
    },
  }

  onMounted(async () => {
    if (!byCanvas) {
      try {
        picture.value = painters.webGl(canvas.value!, events)
        return
      } catch {
        drawnBy.value = 'canvas' // there is no WebGL 2
        await nextTick()
      }
    }
    if (canvas.value !== null) picture.value = painters.canvas(canvas.value)
  })
  // Once unmounted the canvas is out of the page, and its context can be given back at once.
  onUnmounted(() => picture.value?.dispose())

  return { picture, drawnBy }
}
