import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'

/** Milliseconds between two changes of a number that is to be read. */
const REST_MS = 250
/** Milliseconds after which no more news are expected, and within which a change comes along with them. */
const NEWS_MS = { silence: 1300, together: 20 }

/** Who waits for the next news. */
const waiting = new Set<(now: number) => unknown>()
let newsAt = -Infinity

/**
 * The engine has said how far it is: what is to be read changes along with that, so that one frame draws it all. Where `more`
 * is not to be expected, as it is at rest, nothing waits any longer.
 */
export function newsCame(more: boolean): void {
  newsAt = more ? performance.now() : -Infinity
  for (const act of [...waiting]) act(more ? newsAt : Infinity)
}

/**
 * Calls `act` for a stream of changes, never sooner than `restMs` after the last time: along with the engine's news
 * while there are any, else along with a change, and once more when the stream has ended.
 */
export function useCalmly(act: () => void, restMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let actedAt = -Infinity
  onBeforeUnmount(settle)

  function settle(): void {
    clearTimeout(timer)
    waiting.delete(actIfRested)
  }
  function actNow(): void {
    settle()
    actedAt = performance.now()
    act()
  }
  function actIfRested(now: number): boolean {
    const rested = now - actedAt >= restMs
    if (rested) actNow()
    return rested
  }
  return () => {
    settle()
    const now = performance.now()
    const sinceNews = now - newsAt
    const isTime = sinceNews < NEWS_MS.together || sinceNews >= NEWS_MS.silence
    if (isTime && actIfRested(now)) return
    waiting.add(actIfRested)
    // While there are news the next are waited for, or the change would take a frame of its own shortly before them.
    timer = setTimeout(actNow, Math.max(restMs, NEWS_MS.silence - sinceNews))
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
