import { onBeforeUnmount, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { Point } from '../stores/dragStore'
import type { Spot } from './layout'

/** In pixels from the top left corner of the frame. */
export interface Pulled {
  readonly from: Point
  readonly to: Point
}

/** A press at a wire's +, drawn out to wherever it is let go: `end` gets the wire's spot and that place, in client pixels. */
export function usePull(frame: Readonly<ShallowRef<HTMLElement | null>>, end: (spot: Spot, at: Point) => void) {
  const pulled = shallowRef<Pulled | null>(null)
  let listening: AbortController | null = null

  function finish(): void {
    listening?.abort()
    listening = null
    pulled.value = null
  }
  onBeforeUnmount(finish)

  function start(event: PointerEvent, spot: Spot): void {
    if (event.button !== 0 || event.shiftKey) return
    finish()
    const within = ({ clientX, clientY }: PointerEvent): Point => {
      const { left, top } = frame.value?.getBoundingClientRect() ?? { left: 0, top: 0 }
      return { x: clientX - left, y: clientY - top }
    }
    const from = within(event)
    listening = new AbortController()
    const on = { signal: listening.signal }
    window.addEventListener('pointermove', (move) => (pulled.value = { from, to: within(move) }), on)
    window.addEventListener(
      'pointerup',
      (up) => {
        finish()
        end(spot, { x: up.clientX, y: up.clientY })
      },
      on,
    )
    window.addEventListener('pointercancel', finish, on)
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape') return
        key.stopPropagation()
        finish()
      },
      { ...on, capture: true },
    )
  }

  return { pulled, start }
}
