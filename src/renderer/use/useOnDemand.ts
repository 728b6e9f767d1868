import { onBeforeUnmount } from 'vue'

/** Calls `draw` once in the next animation frame, however often it was asked to in between. Never runs by itself. */
export function useOnDemand(draw: () => void): () => void {
  let handle = 0
  onBeforeUnmount(() => {
    cancelAnimationFrame(handle)
  })
  return () => {
    if (handle !== 0) return
    handle = requestAnimationFrame(() => {
      handle = 0
      draw()
    })
  }
}
