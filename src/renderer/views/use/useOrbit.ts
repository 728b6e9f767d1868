import { computed } from 'vue'
import { dollied, homeOrbit, orbited } from '../orbit'
import { useSharedLook } from './useSharedLook'

/** Radians per pixel of a drag, and per press of an arrow key. */
const TURN = 0.008
const KEY_TURN = 0.12
const KEY_ZOOM = 0.85
const WHEEL_ZOOM = 0.0015
/** A wheel's single turn, in its own units, counts no further than this. */
const WHEEL_MOST = 200

/**
 * An eye that goes round the cube by drag, wheel and keys, along with those beside it. `idleMove` hears the pointer while
 * nothing is dragged.
 */
export function useOrbit(idleMove: (event: PointerEvent) => void) {
  const orbit = useSharedLook('orbit', homeOrbit)
  const atHome = computed(() => orbit.value === homeOrbit)
  let drag: { readonly x: number; readonly y: number } | null = null

  const turn = (across: number, up: number): void => {
    orbit.value = orbited(orbit.value, across, up)
  }
  const zoom = (by: number): void => {
    orbit.value = dollied(orbit.value, by)
  }
  const reset = (): void => {
    orbit.value = homeOrbit
  }
  const end = (): void => {
    drag = null
  }

  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      turn(KEY_TURN, 0)
    },
    ArrowRight: () => {
      turn(-KEY_TURN, 0)
    },
    ArrowUp: () => {
      turn(0, KEY_TURN)
    },
    ArrowDown: () => {
      turn(0, -KEY_TURN)
    },
    '+': () => {
      zoom(KEY_ZOOM)
    },
    '-': () => {
      zoom(1 / KEY_ZOOM)
    },
    '0': reset,
  }

  const gestures = {
    pointerdown(event: PointerEvent): void {
      drag = { x: event.clientX, y: event.clientY }
      ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    },
    pointermove(event: PointerEvent): void {
      if (drag === null) {
        idleMove(event)
        return
      }
      turn(-TURN * (event.clientX - drag.x), TURN * (event.clientY - drag.y))
      drag = { x: event.clientX, y: event.clientY }
    },
    pointerup: end,
    pointercancel: end,
    wheel(event: WheelEvent): void {
      event.preventDefault()
      zoom(Math.exp(Math.min(WHEEL_MOST, Math.max(-WHEEL_MOST, event.deltaY)) * WHEEL_ZOOM))
    },
    keydown(event: KeyboardEvent): void {
      if (!(event.key in keys) || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      keys[event.key]()
    },
  }

  return { orbit, atHome, reset, gestures }
}
