import { nextTick, onBeforeUnmount, ref, shallowRef, type Ref } from 'vue'
import { useStill } from '../../ui/useStill'
import { nextStop, played, playSeconds, type Direction } from '../layers/scrub'

/** Plays t from stop to stop: `playing`, `loop` and `direction` are how, `toggle` starts and halts. */
export function usePlay(t: Ref<number>, K: () => number) {
  const playing = ref(false)
  const loop = ref(false)
  const direction = shallowRef<Direction>(1)
  const still = useStill()
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let before = 0

  function halt(): void {
    playing.value = false
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }

  function toggle(): void {
    if (playing.value) {
      halt()
      return
    }
    if (K() === 0) return
    const [start, end] = direction.value > 0 ? [0, K()] : [K(), 0]
    if (t.value === end) t.value = start
    playing.value = true
    before = performance.now()
    void next()
  }

  /**
   * With reduced motion it goes from stop to stop, and rests at each. Else it asks for its frame after the picture has
   * asked for the same one: a move is drawn in the next frame, and every frame has both.
   */
  async function next(): Promise<void> {
    await nextTick()
    if (!playing.value) return
    if (still.value) timer = setTimeout(jump, (1000 * playSeconds(K())) / K())
    else frame = requestAnimationFrame(move)
  }

  function move(now: number): void {
    const seconds = Math.max(0, now - before) / 1000
    before = now
    go(played(t.value, K(), seconds, direction.value, loop.value))
  }

  function jump(): void {
    const [start, end] = direction.value > 0 ? [0, K()] : [K(), 0]
    const to = t.value === end ? start : nextStop(t.value, K(), direction.value)
    go({ t: to, ended: to === end && !loop.value })
  }

  function go(to: { readonly t: number; readonly ended: boolean }): void {
    t.value = to.t
    if (to.ended) halt()
    else void next()
  }

  onBeforeUnmount(halt)
  return { playing, loop, direction, toggle, halt }
}
