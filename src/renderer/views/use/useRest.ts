import { onBeforeUnmount } from 'vue'

/** Milliseconds without a change after which a picture is at rest. */
const REST_MS = 180

/**
 * For a picture that is drawn coarsely while it changes and finely at rest. `stir` notes a change and draws; once
 * nothing has changed for a while, it is drawn again.
 */
export function useRest(redraw: () => void): { stir(): void; isMoving(): boolean } {
  let timer: ReturnType<typeof setTimeout> | undefined
  onBeforeUnmount(() => {
    clearTimeout(timer)
  })
  return {
    stir() {
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        redraw()
      }, REST_MS)
      redraw()
    },
    isMoving: () => timer !== undefined,
  }
}
