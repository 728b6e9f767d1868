import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'

/**
 * What `source` says, from the end of the frame on that draws its change: the gesture shows first, and what only follows
 * from it is drawn in the frame after. Where `atOnce` holds of the new value and the last one, nothing waits.
 */
export function useAfterPaint<T>(
  source: () => T,
  atOnce: (now: T, before: T) => boolean = () => false,
): Readonly<ShallowRef<T>> {
  const shown = shallowRef(source()) as ShallowRef<T>
  let frame = 0
  let task: ReturnType<typeof setTimeout> | undefined

  function cancel(): void {
    cancelAnimationFrame(frame)
    clearTimeout(task)
  }

  watch(source, (now) => {
    cancel()
    if (atOnce(now, shown.value)) shown.value = now
    else
      frame = requestAnimationFrame(() => {
        // a task of its own, as the frame is drawn after this callback
        task = setTimeout(() => {
          shown.value = source()
        })
      })
  })
  onBeforeUnmount(cancel)
  return shown
}
