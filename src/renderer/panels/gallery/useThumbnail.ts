import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import { useEngineStore } from '../../stores/engineStore'

/**
 * The picture of an example as an address for `<img>`, read when `element` first comes into sight and given up with the
 * component. Null before; `failed` where there is none to be had.
 */
export function useThumbnail(file: string, element: Readonly<Ref<HTMLElement | null>>) {
  const engine = useEngineStore()
  const url = shallowRef<string | null>(null)
  const failed = shallowRef(false)
  let gone = false

  async function read(): Promise<void> {
    try {
      const bytes = await engine.host('galleryPicture', { file })
      if (!gone) url.value = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
    } catch {
      failed.value = true // the card says the rest without it
    }
  }

  const observer = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return
    observer.disconnect()
    void read()
  })
  onMounted(() => {
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => {
    gone = true
    observer.disconnect()
    if (url.value !== null) URL.revokeObjectURL(url.value)
  })
  return { url, failed }
}
