import { nextTick, onMounted, onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { canPaintApart } from '../picture/apart/apart'
import { webGlIsSoftware, type SurfaceEvents } from '../picture/Surface'
import { useViewStore } from '../viewStore'

/** What draws: WebGL, WebGL whose context is away for the moment, or the processor, here or in a thread apart. */
export type DrawnBy = 'webgl' | 'webgl-lost' | 'canvas' | 'canvas-apart'

export interface Painters<Picture> {
  /** Throws where WebGL 2 cannot be had. Left out where a picture is the processor's alone. */
  webGl?(canvas: HTMLCanvasElement, events: SurfaceEvents): Picture
  canvas(canvas: HTMLCanvasElement): Picture
  /** In a thread apart, which may fail. */
  apart?(canvas: HTMLCanvasElement, onBroken: () => void): Picture
}

export interface PainterHandle<Picture> {
  readonly picture: Readonly<ShallowRef<Picture | null>>
  readonly drawnBy: Readonly<Ref<DrawnBy>>
}

/** The key of a canvas that is drawn so: an element that has had one kind of context can have no other. */
export const canvasKey = (drawnBy: DrawnBy): string => (drawnBy === 'webgl-lost' ? 'webgl' : drawnBy)

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
  const { webGl, apart } = painters
  const byCanvas = webGl === undefined || painter === 'canvas' || (painter === 'auto' && webGlIsSoftware())
  const byProcessor = (): DrawnBy => (apart !== undefined && canPaintApart() ? 'canvas-apart' : 'canvas')
  const drawnBy = ref<DrawnBy>(byCanvas ? byProcessor() : 'webgl')
  const events: SurfaceEvents = {
    lost: () => (drawnBy.value = 'webgl-lost'),
    restored: () => {
      drawnBy.value = 'webgl'
      redraw()
    },
  }

  function paint(): void {
    if (canvas.value === null) return
    picture.value = drawnBy.value === 'canvas-apart' ? apart!(canvas.value, paintHere) : painters.canvas(canvas.value)
  }
  /** The thread apart has failed, and the canvas with it. */
  async function paintHere(): Promise<void> {
    picture.value?.dispose()
    picture.value = null
    drawnBy.value = 'canvas'
    await nextTick()
    paint()
  }

  onMounted(async () => {
    if (!byCanvas) {
      try {
        picture.value = webGl(canvas.value!, events)
        return
      } catch {
        drawnBy.value = byProcessor() // there is no WebGL 2
        await nextTick()
      }
    }
    paint()
  })
  // Once unmounted the canvas is out of the page, and its context can be given back at once.
  onUnmounted(() => picture.value?.dispose())

  return { picture, drawnBy }
}
