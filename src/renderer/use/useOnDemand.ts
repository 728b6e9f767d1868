import { onBeforeUnmount } from 'vue'

/**
 * Calls `draw` once in the next animation frame, however often it was asked to in between; or, where what is drawn is
 * none of the page's frames (`apart`), at the end of this task: to ask for a frame has the page make one. Never runs by
 * itself.
 */
export function useOnDemand(draw: () => void, apart: () => boolean = () => false): () => void {
  let asked = false
  let handle = 0
  let ended = false
  onBeforeUnmount(() => {
    ended = true
    cancelAnimationFrame(handle)
  })
  const drawNow = (): void => {
    asked = false
    if (!ended) draw()
  }
  return () => {
    if (asked) return
    asked = true
    // A page that is not seen has no frames, and draws nothing.
    if (apart() && !document.hidden) queueMicrotask(drawNow)
    else handle = requestAnimationFrame(drawNow)
  }
}
