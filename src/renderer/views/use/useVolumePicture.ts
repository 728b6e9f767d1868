import { onMounted, onUnmounted, ref, shallowRef, type Ref } from 'vue'
import { GlVolume } from '../picture/GlVolume'
import { useViewStore } from '../viewStore'

/** The volume's picture over `canvas`, from mounting to unmounting; `redraw` is asked for when a lost context is back. */
export function useVolumePicture(canvas: Readonly<Ref<HTMLCanvasElement | null>>, redraw: () => void) {
  const view = useViewStore()
  const picture = shallowRef<GlVolume | null>(null)
  const contextLost = ref(false)
  onMounted(() => {
    try {
      picture.value = new GlVolume(canvas.value!, {
        lost: () => (contextLost.value = true),
        restored: () => {
          contextLost.value = false
          redraw()
        },
      })
    } catch {
      view.noSpace = true // no WebGL 2: pairs of columns are shown instead
    }
  })
  onUnmounted(() => picture.value?.dispose())
  return { picture, contextLost }
}
