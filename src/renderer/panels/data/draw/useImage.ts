import { shallowRef } from 'vue'
import type { Pixels } from './brightness'

/** The longer edge that images are brought to: finer than a flow of a few thousand points can tell. */
const EDGE = 256

/** An image chosen by a person, as pixels. */
export function useImage() {
  const pixels = shallowRef<Pixels | null>(null)
  const failed = shallowRef(false)

  async function choose(file: Blob): Promise<void> {
    failed.value = false
    try {
      const bitmap = await createImageBitmap(file)
      const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height))
      const [width, height] = [bitmap.width, bitmap.height].map((edge) => Math.max(1, Math.round(edge * scale)))
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')!
      context.drawImage(bitmap, 0, 0, width, height)
      bitmap.close()
      pixels.value = context.getImageData(0, 0, width, height)
    } catch {
      pixels.value = null
      failed.value = true
    }
  }
  function forget(): void {
    pixels.value = null
    failed.value = false
  }
  return { pixels, failed, choose, forget }
}
