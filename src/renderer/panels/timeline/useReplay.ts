import { onBeforeUnmount, shallowRef } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { useStill } from '../../ui/useStill'
import { useMomentStore } from '../../views/momentStore'
import { later } from '../../views/moments'
import { replayPause } from './replay'

/** Until the engine has drawn a moment the next one waits, but no longer than this. */
const PATIENCE_MS = 2000
/** Between two looks whether it has. */
const LOOK_MS = 20

/**
 * Plays the kept snapshots of the run that the timeline is of in their order at an even pace, and ends at its newest
 * weights. With reduced motion nothing
 * moves by itself: each time it is asked it goes on by one.
 */
export function useReplay() {
  const engine = useEngineStore()
  const store = useMomentStore()
  const playing = shallowRef(false)
  const still = useStill()
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = 0

  function halt(): void {
    playing.value = false
    clearTimeout(timer)
  }

  function toggle(): void {
    if (playing.value) {
      halt()
      return
    }
    const { steps } = store
    if (still.value) {
      store.moment = store.moment === null ? (steps.at(0) ?? null) : later(steps, store.moment)
      return
    }
    store.moment ??= steps.at(0) ?? null
    playing.value = true
    rest()
  }

  function rest(): void {
    since = performance.now()
    timer = setTimeout(go, replayPause(store.steps.length))
  }

  function go(): void {
    if (engine.framesWaiting() && performance.now() - since < PATIENCE_MS) {
      timer = setTimeout(go, LOOK_MS)
      return
    }
    store.moment = later(store.steps, store.moment)
    if (store.moment === null) halt()
    else rest()
  }

  onBeforeUnmount(halt)
  return { playing, still, toggle, halt }
}
