import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Spot } from '../editor/layout'

/** What is carried: a new block, all blocks of a recipe or a block of one's own from the palette, or part of the stack. */
export type Subject =
  | { readonly kind: 'new'; readonly type: string }
  | { readonly kind: 'recipe'; readonly name: string }
  | { readonly kind: 'saved'; readonly id: string }
  | { readonly kind: 'block'; readonly id: string }

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Drag {
  readonly subject: Subject
  /** Where the pointer is, in client pixels. */
  readonly pointer: Point
  /** From the grabbed element's top left corner to the pointer, in client pixels. */
  readonly grip: Point
  /** Alt is held: what is dropped enters all the same, but nothing makes room for it on the way. */
  readonly still: boolean
  /** Where it would be dropped; null outside of the canvas. */
  readonly spot: Spot | null
}

/** Where things can be dropped. */
export interface DropTarget {
  /** The spot that a drag at this place means, or null when it is not over the target. */
  locate(drag: Omit<Drag, 'spot'>): Spot | null
  drop(subject: Subject, spot: Spot): void
}

/** Movement below this many pixels is a click. */
const THRESHOLD = 4

/** One drag at a time, by pointer events: mouse, pen and touch alike. Escape puts everything back. */
export const useDragStore = defineStore('drag', () => {
  const drag = shallowRef<Drag | null>(null)
  let target: DropTarget | null = null
  let endGesture: (() => void) | null = null

  const active = computed(() => drag.value !== null)

  const located = (held: Omit<Drag, 'spot'>): Drag => ({ ...held, spot: target?.locate(held) ?? null })

  const at = (subject: Subject, grip: Point, event: PointerEvent): Drag =>
    located({ subject, grip, pointer: { x: event.clientX, y: event.clientY }, still: event.altKey })

  /** Starts to watch a press on an element; it becomes a drag once the pointer has moved a little. */
  function press(event: PointerEvent, subject: Subject): void {
    if (event.button !== 0) return
    endGesture?.()
    const start = { x: event.clientX, y: event.clientY }
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const grip = { x: start.x - box.left, y: start.y - box.top }
    const listening = new AbortController()

    const finish = (): void => {
      listening.abort()
      drag.value = null
      endGesture = null
    }
    endGesture = finish

    const on = { signal: listening.signal }
    window.addEventListener(
      'pointermove',
      (move) => {
        const far = Math.hypot(move.clientX - start.x, move.clientY - start.y) >= THRESHOLD
        if (drag.value !== null || far) drag.value = at(subject, grip, move)
      },
      on,
    )
    window.addEventListener(
      'pointerup',
      (up) => {
        const spot = drag.value === null ? null : at(subject, grip, up).spot
        finish()
        if (spot !== null) target?.drop(subject, spot)
      },
      on,
    )
    window.addEventListener('pointercancel', finish, on)
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape' || drag.value === null) return
        key.stopPropagation()
        finish()
      },
      { ...on, capture: true },
    )
    for (const type of ['keydown', 'keyup'] as const) {
      window.addEventListener(
        type,
        (key) => {
          if (key.key !== 'Alt' || drag.value === null) return
          key.preventDefault() // else it opens the window's menu
          drag.value = located({ ...drag.value, still: type === 'keydown' })
        },
        on,
      )
    }
  }

  /** Sets the one place to drop on; the answer takes it away. */
  function setTarget(next: DropTarget): () => void {
    target = next
    return () => {
      if (target === next) target = null
    }
  }

  return { drag, active, press, setTarget }
})
