import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'

/** Milliseconds between two changes of a number that is to be read. */
const REST_MS = 250

/**
 * Calls `act` for a stream of changes, never sooner than `restMs` after the last time: along with a change where it can
 * be, so that both are drawn in one frame, and once more when the stream has ended.
 */
export function useCalmly(act: () => void, restMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let actedAt = -Infinity
  onBeforeUnmount(() => {
    clearTimeout(timer)
  })

  function now(): void {
    actedAt = performance.now()
    act()
  }
  return () => {
    clearTimeout(timer)
    if (performance.now() - actedAt >= restMs) now()
    else timer = setTimeout(now, restMs)
  }
}

/** Follows a value that changes many times a second, for those who write it out. */
export function useCalm<T>(source: () => T): Readonly<ShallowRef<T>> {
  const calm = shallowRef(source()) as ShallowRef<T>
  watch(
    source,
    useCalmly(() => (calm.value = source()), REST_MS),
  )
  return calm
}
