import { nextTick, onMounted, onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { CanvasPlane } from '../picture/CanvasPlane'
import { GlPlane } from '../picture/GlPlane'
import type { PlanePicture } from '../picture/planePicture'
import { webGlIsSoftware } from '../picture/Surface'
import { useViewStore } from '../viewStore'

/** What draws: WebGL, WebGL whose context is away for the moment, or a plain 2-D canvas. */
export type DrawnBy = 'webgl' | 'webgl-lost' | 'canvas'

export interface PlanePictureHandle {
  readonly picture: Readonly<ShallowRef<PlanePicture | null>>
  /** Also the canvas's key: an element that has had one kind of context can have no other. */
  readonly drawnBy: Readonly<Ref<DrawnBy>>
}

/** The plane's picture over `canvas`, from mounting to unmounting; `redraw` is asked for when a lost context is back. */
export function usePlanePicture(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  origin: () => readonly [number, number],
  redraw: () => void,
): PlanePictureHandle {
  const { painter } = useViewStore()
  const picture = shallowRef<PlanePicture | null>(null)
  // A canvas that the processor paints itself is many times as fast as one for which it plays the graphics card.
  const byCanvas = painter === 'canvas' || (painter === 'auto' && webGlIsSoftware())
  const drawnBy = ref<DrawnBy>(byCanvas ? 'canvas' : 'webgl')

  function withWebGl(on: HTMLCanvasElement): PlanePicture {
    return new GlPlane(on, origin(), {
      lost: () => (drawnBy.value = 'webgl-lost'),
      restored: () => {
        drawnBy.value = 'webgl'
        redraw()
      },
    })
  }

  onMounted(async () => {
    if (!byCanvas) {
      try {
        picture.value = withWebGl(canvas.value!)
        return
      } catch {
        drawnBy.value = 'canvas' // there is no WebGL 2
        await nextTick()
      }
    }
    if (canvas.value !== null) picture.value = new CanvasPlane(canvas.value)
  })
  // Once unmounted the canvas is out of the page, and its context can be given back at once.
  onUnmounted(() => picture.value?.dispose())

  return { picture, drawnBy }
}
