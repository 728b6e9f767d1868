import { inject, onBeforeUnmount, provide, shallowRef } from 'vue'
import type { InjectionKey, ShallowRef } from 'vue'

/** Pixels of a drag that make one step, and those that make it a drag. */
const STEP_PIXELS = 4
const START_PIXELS = 3
/** Shift makes a hand finer, Ctrl coarser: on keys and the wheel too. */
const FINER = 0.1
const COARSER = 10

export const paceOf = ({ shiftKey, ctrlKey, metaKey }: MouseEvent | KeyboardEvent): number =>
  shiftKey ? FINER : ctrlKey || metaKey ? COARSER : 1

interface Scrubbed {
  /** The mouse has gone so many steps further, be it parts of one. */
  by(steps: number): void
  /** The hand let go: after a drag, or without one. */
  end(dragged: boolean): void
}

/** A number drawn up and down by a mouse that moves sideways. */
export function useScrub({ by, end }: Scrubbed) {
  const scrubbing = shallowRef(false)
  let release = (): void => undefined
  onBeforeUnmount(() => {
    release()
  })

  function press(event: MouseEvent): void {
    if (event.button !== 0) return
    event.preventDefault() // no selection of text, and no focus before it is clear what is meant
    let at = event.clientX
    const listening = new AbortController()
    const on = { signal: listening.signal }

    function move(next: MouseEvent): void {
      const moved = next.clientX - at
      if (!scrubbing.value && Math.abs(moved) < START_PIXELS) return
      scrubbing.value = true
      at = next.clientX
      by((moved / STEP_PIXELS) * paceOf(next))
    }
    function stop(): void {
      const dragged = scrubbing.value
      release()
      end(dragged)
    }
    release = () => {
      listening.abort()
      scrubbing.value = false
    }
    window.addEventListener('mousemove', move, on)
    window.addEventListener('mouseup', stop, on)
    window.addEventListener('blur', stop, on)
  }

  return { scrubbing, press }
}

type Press = (event: MouseEvent) => void
const label: InjectionKey<ShallowRef<Press | null>> = Symbol('label of a number')

/** For what holds a label and a number: what a mouse pressed on the label does, null where there is no number. */
export function provideScrub(): Readonly<ShallowRef<Press | null>> {
  const held = shallowRef<Press | null>(null)
  provide(label, held)
  return held
}

/** For the number: has the label around it draw it too. */
export function offerScrub(press: Press): void {
  const held = inject(label, null)
  if (!held) return
  held.value = press
  onBeforeUnmount(() => {
    if (held.value === press) held.value = null
  })
}
